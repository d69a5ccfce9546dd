import { doctor as findings } from '../../host/doctor';
import { exit } from '../command';
import type { Command } from '../command';

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor',
  summary: 'Look at what this computer allows and lacks, and say what to do.',
  details: 'Changes nothing. Exit code 1 if something keeps labs from running; limits alone are 0.',
  examples: ['nestwork doctor', 'nestwork doctor --json'],
  arguments: [0, 0],
  async run(_given, { out, json, root }) {
    const found = await findings(root);
    const broken = found.some(({ level }) => level === 'problem');
    if (json) out.result(JSON.stringify({ findings: found }));
    else {
      const signs = { ok: out.good('ok'), limit: 'limit', problem: out.bad('problem') };
      for (const { level, message, hint } of found) out.result(`${signs[level]}: ${message}${hint ? `\n    ${out.faint(hint)}` : ''}`);
    }
    return broken ? exit.failed : exit.ok;
  },
};
