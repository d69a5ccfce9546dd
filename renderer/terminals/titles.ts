/** Titles that programs give their terminal (OSC 0 and 2): anybody's text, and never more than that. */

/** Characters of a title that are kept. */
const limit = 120;
/** Controls, and what turns the direction of text or cannot be seen: a title must not look like something else. */
const unseen = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export const cleanTitle = (title: string): string => title.replace(unseen, '').trim().slice(0, limit);

/** Without what the tab says anyway: "root@h1: ~/lab" in a tab called h1 is "~/lab". */
export function shortTitle(title: string, name: string): string {
  const own = /^[^@\s]*@([^\s:]+):\s*(.*)$/.exec(title);
  const rest = own?.[1] === name ? own[2]! : title;
  return rest === name ? '' : rest;
}
