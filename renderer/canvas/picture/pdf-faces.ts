/** The faces that every PDF reader has: which one a font of the canvas becomes, what they can write, and how wide their letters are. */
import { fontOf } from './font';

export type Face = 'Helvetica' | 'Helvetica-Bold' | 'Courier' | 'Courier-Bold';

export function faceOf(font: string): Face {
  const { weight, mono } = fontOf(font);
  return `${mono ? 'Courier' : 'Helvetica'}${weight >= 600 ? '-Bold' : ''}` as Face;
}

/** Widths of the codes 32 to 126, in thousandths of the size (Adobe's font metrics of the standard faces). */
const widths: Readonly<Record<'Helvetica' | 'Helvetica-Bold', readonly number[]>> = {
  Helvetica: [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ], // prettier-ignore
  'Helvetica-Bold': [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ], // prettier-ignore
};
/** Of what has no entry: an accented letter is as wide as its letter, anything else as a digit. */
const usual = 556;
const monospaced = 600;

/** Width of a text of so many codes at size 1. */
export function naturalWidth(codes: readonly number[], face: Face): number {
  if (face.startsWith('Courier')) return (codes.length * monospaced) / 1000;
  const table = widths[face as 'Helvetica'];
  const of = (code: number): number => {
    const letter = code > 126 ? String.fromCharCode(code).normalize('NFD').charCodeAt(0) : code;
    return table[letter - 32] ?? usual;
  };
  return codes.reduce((sum, code) => sum + of(code), 0) / 1000;
}

/** WinAnsiEncoding (ISO 32000-1, annex D.2) beyond Latin-1. */
const beyond: Readonly<Record<string, number>> = {
  '€': 128, '‚': 130, 'ƒ': 131, '„': 132, '…': 133, '†': 134, '‡': 135, 'ˆ': 136, '‰': 137, 'Š': 138, '‹': 139, 'Œ': 140, 'Ž': 142, '‘': 145, '’': 146,
  '“': 147, '”': 148, '•': 149, '–': 150, '—': 151, '˜': 152, '™': 153, 'š': 154, '›': 155, 'œ': 156, 'ž': 158, 'Ÿ': 159,
}; // prettier-ignore

/** The codes of a text, or undefined if one of its letters has none. */
export function winAnsi(text: string): number[] | undefined {
  const codes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    const found = (code >= 32 && code < 127) || (code >= 160 && code < 256) ? code : beyond[letter];
    if (found === undefined) return undefined;
    codes.push(found);
  }
  return codes;
}
