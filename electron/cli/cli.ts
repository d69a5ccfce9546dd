/** Entry of the bundle dist/cli.cjs. */
import { run } from './main';

void run(process.argv.slice(2)).then((code) => {
  // Not process.exit: what was written to a pipe may still be on its way.
  process.exitCode = code;
});
