import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { problemsIn } from '../../host/preview';
import { exit } from '../command';
import type { Command } from '../command';
import { printable } from '../terminal';

export const validate: Command = {
  name: 'validate',
  usage: 'validate FILE',
  summary: 'Say what is wrong with a lab file; run nothing.',
  details: 'Exit code 1 if it cannot be read or has an error; warnings alone are 0.',
  examples: ['nestwork validate star.nestwork.json', 'nestwork validate --json star.nestwork.json'],
  arguments: [1, 1],
  async run({ positionals }, { out, json }) {
    const read = await readLab(resolve(positionals[0]!));
    if (!read.ok) {
      if (json) out.result(JSON.stringify({ valid: false, error: read.error, problems: [] }));
      else out.error(read.error);
      return exit.failed;
    }
    const problems = await problemsIn(read.value.topology, read.value.path);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    if (json) out.result(JSON.stringify({ valid: errors === 0, problems }));
    else {
      for (const { severity, message, hint } of problems)
        out.result(
          `${severity === 'error' ? out.bad(severity) : severity}: ${printable(message)}${hint ? ` ${out.faint(printable(hint))}` : ''}`,
        );
      out.progress(problems.length === 0 ? 'No problems found.' : `${errors} errors, ${problems.length - errors} others.`);
    }
    return errors === 0 ? exit.ok : exit.failed;
  },
};
