/**
 * `npm run fuzz [-- SECONDS [TARGET…]]`: the fuzz targets of native/tests/fuzz by libFuzzer with AddressSanitizer and UBSan, an hour each unless told otherwise.
 * What is found new stays in native/obj/fuzz/corpus; an input that breaks something is named, and belongs into native/tests/fuzz/corpus once it is mended.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { at, capture, main, say } from './run.mjs';

export const targets = () =>
  readdirSync(at('native/tests/fuzz'))
    .filter((name) => /^fuzz_\w+[.]c$/.test(name))
    .map((name) => name.slice(0, -2))
    .sort();

/** Builds and runs the targets, two at a time. Gives `{ name, ok, said }` of each; `said`: what was tried, or how it broke. */
export async function fuzz(seconds, names = targets()) {
  const made = await capture('make', ['-C', 'native', '--no-print-directory', '-j2', 'fuzz'], { seconds: 600 });
  if (made.code !== 0) return [{ name: 'make fuzz', ok: false, said: made.both }];
  const left = [...names];
  const results = [];
  const lane = async () => {
    for (let name = left.shift(); name; name = left.shift()) {
      const own = at('native/obj/fuzz/corpus', name);
      mkdirSync(own, { recursive: true });
      const limits = [`-max_total_time=${seconds}`, '-max_len=8192', '-timeout=60', '-rss_limit_mb=1024', `-artifact_prefix=${own}-`];
      const ran = await capture(at('native/bin/fuzz', name), [...limits, own, at('native/tests/fuzz/corpus', name)], {
        seconds: seconds + 300,
      });
      const runs = /Done (\d+) runs in (\d+) second/.exec(ran.both);
      const ok = ran.code === 0 && runs !== null;
      results.push({ name, ok, said: ok ? `S15: ${name}: ${runs[1]} inputs in ${runs[2]} s, nothing broke` : ran.both.slice(-4000) });
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

if (import.meta.filename === process.argv[1])
  main(async () => {
    const [seconds = '3600', ...names] = process.argv.slice(2);
    const results = await fuzz(Number(seconds), names.length > 0 ? names : undefined);
    for (const { said } of results) say(said);
    return results.every(({ ok }) => ok) ? 0 : 1;
  });
