import { doctor as findings } from '../../host/doctor';
import { exit } from '../command';
import type { Run } from '../command';

export const run: Run = async (_given, { out, json, root }) => {
  const found = await findings(root);
  const broken = found.some(({ level }) => level === 'problem');
  if (json) out.result(JSON.stringify({ findings: found }));
  else {
    const signs = { ok: out.good('ok'), limit: 'limit', problem: out.bad('problem') };
    for (const { level, message, hint } of found) out.result(`${signs[level]}: ${message}${hint ? `\n    ${out.faint(hint)}` : ''}`);
  }
  return broken ? exit.failed : exit.ok;
};
