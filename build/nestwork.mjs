/** `npm run -s nestwork -- …`: the command line from a checkout, built when needed. */
import { at, main, run } from './run.mjs';
import { build } from './build.mjs';
import { setup } from './setup.mjs';

main(async () => {
  await setup();
  await build(['native', 'cli', 'data']);
  return run(process.execPath, [at('dist/cli.cjs'), ...process.argv.slice(2)], { cwd: process.cwd() });
});
