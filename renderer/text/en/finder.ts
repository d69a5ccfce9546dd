/** Find or do. */
export default {
  title: 'Find or do',
  placeholder: {
    everything: 'A command, a device, a lab, a setting',
    devices: 'A device, by name or address',
    labs: 'A lab, by name or file',
  },
  sections: { commands: 'Commands', devices: 'Devices', labs: 'Labs', settings: 'Settings', help: 'Help' },
  found: 'Nothing found | {n} found | {n} found',
  nothing: 'Nothing is called “{typed}”.',
  here: 'Here',
  area: 'Area',
  group: 'Group',
};
