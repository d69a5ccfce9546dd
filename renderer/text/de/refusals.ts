/** Wie in en/refusals.ts. */
export default {
  busy: { message: 'Es ist schon vergeben: „{said}“' },
  'limit-reached': { message: 'Eine Grenze dieses Rechners würde überschritten: {said}' },
  frozen: { message: 'Das Gerät ist angehalten: Darin wird nichts gestartet.', hint: 'Lassen Sie es zuerst weiterlaufen.' },
  'not-allowed': { message: 'Das darf nur das Programm, für das nach dem Passwort gefragt wurde.' },
  'not-supported': { message: 'Dieser Rechner kann das nicht: „{said}“', hint: '`nestwork doctor` zeigt, was diesem Rechner fehlt.' },
  timeout: { message: 'Es hat zu lange gedauert: „{said}“', hint: 'Versuchen Sie es noch einmal.' },
  'kept-full': {
    message: 'Im Lab haben sich mehr Änderungen angesammelt, als es aufbewahren kann.',
    hint: 'Speichern Sie das Lab, halten Sie es an und starten Sie es neu.',
  },
  'bad-directory': { message: 'Der Ordner des Labs ist nicht benutzbar: „{said}“' },
  'stale-revision': { message: 'Das Lab wurde inzwischen anderswo geändert.', hint: 'Versuchen Sie es noch einmal.' },
  'port-refused': { message: 'Ein Port dieses Rechners ließ sich nicht öffnen: „{said}“', hint: 'Wählen Sie einen anderen Port.' },
  'not-put-back': {
    message: 'Auf diesem Rechner ließ sich nicht alles wieder so herstellen, wie es war: „{said}“',
    hint: '`nestwork doctor` zeigt, was übrig ist.',
  },
  'not-yours': { message: 'Das gehört jemand anderem: „{said}“' },
  'default-route': {
    message: 'Der Weg dieses Rechners nach draußen führt über diese Schnittstelle.',
    hint: 'Teilen Sie die Schnittstelle stattdessen.',
  },
  'ssh-session': { message: 'Die Sitzung, in der Sie arbeiten, kommt über diese Schnittstelle: „{said}“' },
  'network-in-use': { message: 'Das Netz wird auf diesem Rechner schon verwendet: „{said}“', hint: 'Wählen Sie ein anderes.' },
};
