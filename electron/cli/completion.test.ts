/** Completion in the shells themselves, on a terminal, with a lab that runs. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { home, nestwork, onTerminal, starFile, startProgram } from './cli.fixture';

beforeAll(async () => {
  expect(await nestwork(['up', await starFile(2)])).toMatchObject({ code: 0 });
  for (const shell of ['bash', 'zsh', 'fish'])
    await writeFile(join(home, `completion.${shell}`), (await nestwork(['completion', shell])).out);
  // Shells as they come, but for their prompt, and nothing of the tester's.
  await writeFile(join(home, 'bash.rc'), "PS1='ready> '\nsource completion.bash\n");
  await writeFile(join(home, '.inputrc'), 'set enable-bracketed-paste off\nset completion-query-items 0\n');
  await writeFile(
    join(home, '.zshrc'),
    "PS1='ready> '\nunset zle_bracketed_paste\nunsetopt PROMPT_SP\nautoload -Uz compinit && compinit -u -D\nsource ./completion.zsh\n",
  );
}, 240_000);

describe('bash', () => {
  test('commands, options, labs and devices, names that go on with ":" or "/"', async () => {
    const shown = await onTerminal('bash --noprofile --rcfile bash.rc -i', [
      [/ready> $/, 'nestwork snap\t'],
      [/nestwork snapshot $/, 'ta\t'],
      [/take $/, '\u0015nestwork exec \t\t'],
      [/h1 +h2 +s1/, '\u0015nestwork exec star-2/h2 --as x --j\t'],
      [/--json $/, '\u0015nestwork cp h1\t'],
      [/cp h1:$/, '/etc/hosts completion.f\t'],
      [/completion\.fish $/, '\u0015nestwork down \t'],
      [/down star-2 $/, '\u0015exit\n'],
    ]);
    expect(shown).not.toContain('command not found');
    expect(await startProgram('shellcheck', ['--shell=bash', 'completion.bash']).ended).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('zsh', () => {
  test('commands with what they do, devices', async () => {
    await onTerminal('zsh -d -i', [
      [/ready> $/, 'nestwork re\t'],
      [/nestwork res$/, '\t'],
      [/restart +-- End devices[^]*resume +-- Let what was paused/, '\u0015nestwork exec star-2/h\t'],
      [/star-2\/h[12] +star-2\/h[12] +-- host/, '\u0015nestwork snapshot ta\t'],
      [/take $/, '\u0015nestwork cp h1\t'],
      [/cp h1:$/, '\u0015exit\n'],
    ]);
  });
});

describe('fish', () => {
  const complete = async (line: string): Promise<string[]> => {
    const shown = await onTerminal(`fish --no-config -c 'source completion.fish; complete --do-complete "${line}"'`, []);
    return shown.split(/\r?\n/).filter((text) => text !== '');
  };
  test('commands with what they do, devices, files', async () => {
    expect(await complete('nestwork snap')).toEqual(['snapshot\tKeep the drawing of a running lab under a name, and go back to it.']);
    expect(await complete('nestwork exec h')).toEqual(['h1\thost', 'h2\thost']);
    expect(await complete('nestwork top --sort t')).toEqual(['traffic']);
    expect(await complete('nestwork up star.')).toEqual([expect.stringMatching(/^star\.nestwork\.json/)]);
  });
});
