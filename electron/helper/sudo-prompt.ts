/**
 * Entry of the bundle dist/sudo-prompt.cjs: a process of its own, with `/` as its working directory and a constant environment, because sudo-prompt leads both
 * through shells. `argv`: the path of nestwork-root and the token, both of a form in which there is nothing to expand. Ends with pkexec's code and words.
 */
import { exec } from 'sudo-prompt';

const [, , program = '', token = ''] = process.argv;
if (
  process.cwd() !== '/' ||
  !/^\/(?:run\/user\/\d+\/nestwork|tmp\/nestwork-\d+)\/root-[a-z0-9]+\/nestwork-root$/.test(program) ||
  !/^[a-z0-9]{4,32}$/.test(token)
)
  process.exit(2);

exec(`${program} ${token}`, { name: 'Nestwork' }, (error, _, errors) => {
  process.stderr.write(errors ?? '');
  if (error && !errors) process.stderr.write(`${error.message}\n`);
  // ExecException's code is the exit code of what was run.
  process.exitCode = error ? Number((error as Error & { code?: unknown }).code ?? 1) : 0;
});
