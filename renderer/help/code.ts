/** A sentence with commands between backquotes, in parts. */
export const splitCode = (text: string): { text: string; code: boolean }[] =>
  text
    .split('`')
    .map((part, at) => ({ text: part, code: at % 2 === 1 }))
    .filter((part) => part.text !== '');
