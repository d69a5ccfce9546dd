import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { savePicture } from './pictures';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'nw-pictures-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));
const base64 = (text: string | number[]): string => Buffer.from(text as string).toString('base64');
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 255];

it('a picture is written byte by byte, and over another file only when asked', async () => {
  const path = join(folder, 'lab.png');
  expect(await savePicture(path, base64(png), false)).toEqual({ ok: true, value: { path, bytes: png.length } });
  expect([...(await readFile(path))]).toEqual(png);
  expect(await savePicture(path, base64(png), false)).toMatchObject({ ok: false, error: { code: 'exists' } });
  await writeFile(path, 'older');
  expect((await savePicture(path, base64(png), true)).ok).toBe(true);
  expect([...(await readFile(path))]).toEqual(png);
  expect((await savePicture(join(folder, 'lab.svg'), base64('<svg xmlns="…"/>'), false)).ok).toBe(true);
  expect((await savePicture(join(folder, 'lab.pdf'), base64('%PDF-1.4\n'), false)).ok).toBe(true);
});

it('what is no picture, or has the name of something else, is not written', async () => {
  for (const [name, data] of [
    ['.bashrc', png],
    ['.x.png', png],
    ['a.sh', png],
    ['a.svg', png],
    ['a.png', '<svg />'],
    ['b.svg', '<svg ><script>1</script></svg>'],
    ['c.svg', '<svg onload="1"></svg>'],
  ] as const)
    expect(await savePicture(join(folder, name), base64(data as string), false)).toMatchObject({
      ok: false,
      error: { code: 'not-a-picture' },
    });
});
