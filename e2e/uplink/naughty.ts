/** Hostile words in the hundreds (safety.md, S2). Each bears a mark of its own, by which any part of it that gets through is known again. */
const mark = (at: number): string => `nw${String(at).padStart(4, '0')}z`;
/** A mark in anything. */
export const marked = /nw\d{4}z/;

/** `m` is the mark, `M` the file that is made where anything expands one of them. */
const shapes: readonly ((m: string) => string)[] = [
  (m) => `$(touch M)${m}`,
  (m) => `\`touch M\`${m}`,
  (m) => `${m}; touch M`,
  (m) => `${m} | touch M`,
  (m) => `${m} && touch M`,
  (m) => `${m} || touch M;`,
  (m) => `${m} & touch M &`,
  (m) => `'; touch M; '${m}`,
  (m) => `"; touch M; "${m}`,
  (m) => `'"'"'$(touch M)${m}`,
  (m) => `\\"; touch M #${m}`,
  (m) => `\n touch M\n${m}`,
  (m) => `\r\ntouch M\r\n${m}`,
  (m) => `() { :; }; touch M; ${m}`,
  (m) => `<(touch M)${m}`,
  (m) => `>M ${m}`,
  (m) => `\${PATH:+$(touch M)}${m}`,
  (m) => `$IFS$9$(touch${'$'}{IFS}M)${m}`,
  (m) => `$'\\x24(touch M)'${m}`,
  (m) => `!!;touch M;${m}`,
  (m) => `~root${m}`,
  (m) => `*?[${m}]{a,b}`,
  (m) => `-${m}`,
  (m) => `--help ${m}`,
  (m) => `--user=root ${m}`,
  (m) => `-c touch M ${m}`,
  (m) => `-- -e ${m}`,
  (m) => `%n%n%s%s%x${m}`,
  (m) => `%99999999d${m}`,
  (m) => `..${m}`,
  (m) => `../../../../etc/${m}`,
  (m) => `/etc/passwd\u2044${m}`,
  (m) => `/proc/self/root/${m}`,
  (m) => `//${m}//..//.`,
  (m) => `LD_PRELOAD=./${m}.so`,
  (m) => `PATH=.:${m}`,
  (m) => `BASH_FUNC_${m}%%=() { touch M; }`,
  (m) => `\u202e${m}\u2066`,
  (m) => `\ufeff${m}\u0000`.replace('\0', '\u2400'),
  (m) => `\u{1f4a3}\u0301\u0327${m}\ufffd`,
  (m) => `${m}\u00e9\u0130\u0131\u017f\u212a`,
  (m) => `\u001b]0;${m}\u0007\u001b[2J`,
  (m) => `\u0001\u0008\u007f${m}\u0085`,
  (m) => `\t \u000b${m} \u00a0`,
  (m) => `unixexec:path=/bin/touch,argv1=M;${m}`,
  (m) => `{"nestwork":1,"${m}":"$(touch M)"}`,
  (m) => `<script>${m}</script><!--`,
  (m) => `\\\\${m}\\`,
  (m) => `${m}${'A'.repeat(4096)}`,
  (m) => `${m}$(touch M)${'B'.repeat(60_000)}`,
];

/** The words `from` to `from + count`, no two alike. */
export const naughty = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => shapes[(from + at) % shapes.length]!(mark(from + at)));

/** Of these, what can be a name in a directory, as many as make a path of at most `bytes`. */
export function asPath(words: readonly string[], bytes: number): string {
  let path = '';
  for (const word of words) {
    const fits = Buffer.byteLength(word) < 256 && Buffer.byteLength(path) + Buffer.byteLength(word) < bytes;
    if (fits && !word.includes('/')) path += `${path && '/'}${word}`;
  }
  return path;
}
