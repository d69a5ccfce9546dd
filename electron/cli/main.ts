/** The command line: finds the command, parses its arguments, runs it. */
import { dirname } from 'node:path';
import { behind, parse } from './arguments';
import { commandNamed, exit } from './command';
import { helpOf, overview } from './help';
import { misused, unknownCommand } from './misuse';
import { groups } from './table';
import { createTerminal } from './terminal';
import { version } from './version';

/** Runs one command. `root` holds `dist/`; absent: the folder above this bundle. The value is the exit code. */
export async function run(argv: readonly string[], root: string = dirname(__dirname)): Promise<number> {
  // Known before all is understood, so that the sentence of what is not comes as it was asked for.
  const before = argv.slice(0, behind(argv));
  const json = before.includes('--json');
  const early = createTerminal({ json, quiet: false, verbose: false });
  const [name, ...args] = argv;
  if (name === undefined) {
    process.stderr.write(`${overview(groups)}\n`);
    return exit.usage;
  }
  if (name === '--version' || name === '-V')
    return (early.result(json ? JSON.stringify({ version: version(root) }) : `nestwork ${version(root)}`), exit.ok);
  if (name === '--help' || name === '-h') return (early.result(overview(groups)), exit.ok);
  const command = commandNamed(groups, name);
  if (!command) return unknownCommand(early, groups, name);

  const given = parse(command, args);
  if ('message' in given)
    return misused(
      early,
      given.message,
      `${given.hint ? `${given.hint} ` : ''}Usage: nestwork ${command.usage}. Run \`nestwork ${command.name} --help\` for examples.`,
    );
  const out = createTerminal({ json, quiet: given.values.quiet === true, verbose: given.values.verbose === true });
  if (given.values.help) return (out.result(helpOf(command)), exit.ok);
  try {
    const { run } = await command.load();
    return await run(given, { root, out, json, groups });
  } catch (cause) {
    out.error({
      code: 'internal',
      message: `"${name}" failed in a way that Nestwork did not expect: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'This is a fault of Nestwork: report it, with what --verbose tells.',
    });
    if (cause instanceof Error && cause.stack) out.detail(cause.stack);
    return exit.failed;
  }
}
