export default {
  restart: 'Gerät neu starten',
  restartMany: '{n} Gerät neu starten | {n} Geräte neu starten',
  pause: 'Gerät pausieren',
  pauseMany: '{n} Gerät pausieren | {n} Geräte pausieren',
  resume: 'Gerät weiterlaufen lassen',
  resumeMany: '{n} Gerät weiterlaufen lassen | {n} Geräte weiterlaufen lassen',
  pauseLab: 'Ganzes Lab pausieren',
  resumeLab: 'Ganzes Lab weiterlaufen lassen',
  notRestarted: 'Nicht neu gestartet: {what}',
  notPaused: 'Nichts wurde pausiert',
  notResumed: 'Nichts läuft weiter',
  paused: 'Pausiert: Seine Prozesse stehen, wo sie sind. Rahmen gehen weiter durch seine Schnittstellen.',
};
