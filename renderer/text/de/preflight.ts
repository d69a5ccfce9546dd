export default { cannot: '{name} trotzdem starten?', try: 'Trotzdem starten' };
