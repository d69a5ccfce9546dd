export default {
  step: 'Schritt {at} von {of}',
  skip: 'Rundgang überspringen',
  leave: 'Rundgang verlassen',
  finish: 'Fertig',
  steps: {
    device: {
      title: 'Ziehen Sie einen Host aufs Blatt',
      text: 'Oder drücken Sie {host} und klicken Sie, wo er stehen soll. Es gibt ihn sofort: ein echter Linux-Host für sich.',
    },
    second: { title: 'Und einen zweiten', text: 'Neben den ersten, mit etwas Platz dazwischen.' },
    cable: {
      title: 'Ziehen Sie ein Kabel dazwischen',
      text: 'Beginnen Sie am Rand des einen, wo der Zeiger ein Plus zeigt, und lassen Sie auf dem anderen los. Adressen kommen von selbst.',
    },
    shell: { title: 'Doppelklicken Sie auf einen Host', text: 'Darin öffnet sich eine echte Shell. Tippen Sie: ping {other}' },
    cut: {
      title: 'Trennen Sie das Kabel',
      text: 'Nehmen Sie die Schere in der Leiste und klicken Sie auf das Kabel. Der Ping bleibt stehen.',
    },
    undo: { title: 'Rückgängig', text: 'Drücken Sie {undo}: das Kabel ist wieder da, auch im Netz, und der Ping geht weiter.' },
    done: { title: 'Das ist alles', text: 'Finden oder tun, oben rechts, kennt alles andere. F1 erklärt die Stelle, an der Sie sind.' },
  },
};
