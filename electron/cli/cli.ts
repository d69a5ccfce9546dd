/** Entry of the bundle dist/cli.cjs. */
import { run } from './main';

// `nestwork list | head -1`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void run(process.argv.slice(2)).then((code) => {
  // Not process.exit: what was written to a pipe may still be on its way.
  process.exitCode = code;
});
