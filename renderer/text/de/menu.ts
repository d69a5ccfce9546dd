export default { shell: 'Shell', start: 'Gerät starten', stop: 'Gerät anhalten', cut: 'Trennen', mend: 'Verbinden' };
