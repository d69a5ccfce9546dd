/** What a fix does, as the words on its button. */
export default {
  'rename-node': 'Rename it to {name}',
  'rename-interface': 'Call it {name}',
  'delete-link': 'Delete the cable',
  'new-link-id': 'Give the cable the id {id}',
  'move-link-end': 'Move the cable to {name}',
  'remove-address': 'Remove {address}',
  'automatic-address': 'Let it have an automatic address',
  'remove-mac': 'Let it have a MAC address of its own',
  'remove-setting': 'Remove the setting',
  'remove-file': 'Remove the second file',
  'own-namespace': 'Give it a namespace of its own ({kind})',
  'remove-field': 'Remove {field}',
  'stp-on': 'Turn the spanning tree on at {name}',
  'cut-link': 'Cut the cable {cable}',
  'remove-forward': 'Remove the forward',
};
