import { completionScript, shells } from '../completion-scripts';
import { exit } from '../command';
import type { Run } from '../command';
import { misused } from '../misuse';
import { suggestion } from '../nearest';

export const run: Run = ({ positionals: [word] }, { out }) => {
  const shell = shells.find((one) => one === word);
  if (!shell) {
    const hint = suggestion(word!, shells, `There are ${shells.join(', ')}.`);
    return Promise.resolve(misused(out, `There is no completion for "${word}".`, hint));
  }
  out.raw(completionScript(shell));
  return Promise.resolve(exit.ok);
};
