/** Addresses that a terminal may lead to. */

/** As electron/main has it: https alone, with nobody's name and password in it; in the form in which the browser would show it. Null: not to be opened. */
export function externalAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}
