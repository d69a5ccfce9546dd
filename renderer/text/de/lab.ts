export default {
  phase: {
    armed: 'Startet mit dem ersten Gerät',
    stopped: 'Angehalten',
    starting: 'Startet',
    running: 'Läuft',
    stopping: 'Hält an',
    ended: 'Beendet',
  },
  said: {
    armed: 'Das Lab startet mit dem ersten Gerät.',
    stopped: 'Das Lab ist angehalten.',
    starting: 'Das Lab startet.',
    running: 'Das Lab läuft.',
    stopping: 'Das Lab hält an.',
    ended: 'Das Lab ist zu Ende.',
  },
  ended: 'Das Lab ist zu Ende.',
  drawingSafe: 'Die Zeichnung ist sicher; auf diesem Rechner bleibt nichts zurück.',
  again: 'Erneut starten',
  notStarted: 'Das Lab ließ sich nicht starten',
  notStopped: 'Das Lab ließ sich nicht anhalten',
};
