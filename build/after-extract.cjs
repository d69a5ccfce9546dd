/** An Electron folder that was given is copied as it is: its own demo application and version file have no place in ours. */
const { rmSync } = require('node:fs');
const { join } = require('node:path');

module.exports = ({ appOutDir }) => {
  for (const name of ['resources/default_app.asar', 'version']) rmSync(join(appOutDir, name), { force: true });
};
