/** Names of lab files. */

/** The path with the ending of a lab file: save dialogs on Linux never add it. */
export function withExtension(path: string): string {
  if (path.endsWith('.nestwork.json')) return path;
  return path.endsWith('.nestwork') ? `${path}.json` : `${path.replace(/[.]json$/, '')}.nestwork.json`;
}
