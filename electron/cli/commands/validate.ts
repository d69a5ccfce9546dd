import { resolve } from 'node:path';
import { readLab } from '../../host/files';
import { mended, problemsIn } from '../../host/preview';
import { saveAtomically } from '../../host/save';
import type { Problem } from '../../shared/contract';
import { serializeTopology } from '../../shared/topology/serialize';
import { exit } from '../command';
import type { Run } from '../command';
import type { Terminal } from '../terminal';
import { printable } from '../terminal';

export const run: Run = async ({ positionals, values }, { out, json }) => {
  const read = await readLab(resolve(positionals[0]!));
  if (!read.ok) {
    if (json) out.result(JSON.stringify({ valid: false, error: read.error, problems: [] }));
    else out.error(read.error);
    return exit.failed;
  }
  const { path } = read.value;
  let { topology } = read.value;
  let fixed: Problem[] = [];
  if (values.fix) {
    ({ topology, fixed } = await mended(topology));
    const saved = fixed.length > 0 ? await saveAtomically(path, serializeTopology(topology)) : null;
    if (saved && !saved.ok) return (out.error(saved.error), exit.failed);
  }
  const problems = await problemsIn(topology, path);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (json) out.result(JSON.stringify({ valid: errors === 0, problems, ...(values.fix && { fixed }) }));
  else {
    for (const problem of fixed) out.result(`${out.good('mended')}: ${printable(problem.message)}`);
    for (const problem of problems) out.result(sentence(problem, out));
    if (fixed.length > 0) out.progress(`${fixed.length} mended in ${path}.`);
    out.progress(problems.length === 0 ? 'No problems found.' : `${errors} errors, ${problems.length - errors} others.`);
    const certain = problems.filter(({ fix }) => fix).length;
    if (certain > 0) out.progress(`${certain} of them can be mended by \`nestwork validate --fix\`.`);
  }
  return errors === 0 ? exit.ok : exit.failed;
};

function sentence({ severity, message, hint }: Problem, out: Terminal): string {
  const label = severity === 'error' ? out.bad(severity) : severity;
  return `${label}: ${printable(message)}${hint ? ` ${out.faint(printable(hint))}` : ''}`;
}
