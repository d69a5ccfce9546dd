/** What is said before a lab runs. */
export default { cannot: 'Run {name} all the same?', try: 'Run all the same' };
