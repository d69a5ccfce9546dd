/** Pictures of labs as files. The page draws them; what is written is what it says it is, under a name of that kind, and nothing else. */
import { stat } from 'node:fs/promises';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';
import { saveAtomically } from './save';

/** What files of each kind begin with (PNG: ISO/IEC 15948, 5.2; PDF: ISO 32000-1, 7.5.2). */
const beginnings: Readonly<Record<string, Buffer>> = {
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  pdf: Buffer.from('%PDF-1.'),
  svg: Buffer.from('<svg '),
};

/** @param data base64 */
export async function savePicture(path: string, data: string, replace: boolean): Promise<Result<{ path: string; bytes: number }>> {
  const ending = /\/[^./][^/]*\.(svg|png|pdf)$/.exec(path)?.[1] ?? '';
  const bytes = Buffer.from(data, 'base64');
  const beginning = beginnings[ending];
  if (!beginning?.equals(bytes.subarray(0, beginning.length)) || (ending === 'svg' && /<script|\son\w+=/i.test(bytes.toString('utf8'))))
    return fail({
      code: 'not-a-picture',
      message: `Pictures are saved as ".svg", ".png" or ".pdf", and what is to go to ${path} is none of that kind.`,
      args: { path },
      hint: 'Choose the kind of the picture and a name that ends in it.',
    });
  if (!replace && (await stat(path).catch(() => null)))
    return fail({ code: 'exists', message: `${path} exists already.`, args: { path }, hint: 'Replace it, or choose another name.' });
  const saved = await saveAtomically(path, bytes);
  return saved.ok ? ok({ path: saved.value, bytes: bytes.length }) : saved;
}
