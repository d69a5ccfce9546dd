/** The command line: finds the command, parses its arguments, runs it. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { attach } from './commands/attach';
import { apply } from './commands/apply';
import { doctor } from './commands/doctor';
import { down } from './commands/down';
import { exec } from './commands/exec';
import { generate } from './commands/generate';
import { list } from './commands/list';
import { plan } from './commands/plan';
import { serve } from './commands/serve';
import { status } from './commands/status';
import { up } from './commands/up';
import { validate } from './commands/validate';
import { exit } from './command';
import type { Command, Given } from './command';
import { createTerminal } from './terminal';
import { helpOf, overview } from './help';
import { version } from './version';

export const commands: readonly Command[] = [up, down, list, status, plan, apply, exec, attach, validate, generate, serve, doctor];

/** Runs one command. `root` holds `dist/`; absent: the folder above this bundle. The value is the exit code. */
export async function run(argv: readonly string[], root: string = dirname(__dirname)): Promise<number> {
  const json = argv.slice(0, behind(argv)).includes('--json');
  const out = createTerminal(json);
  const misused = (message: string, hint: string): number => {
    out.error({ code: 'usage', message, hint });
    return exit.usage;
  };
  const [name, ...args] = argv;
  if (name === undefined) {
    process.stderr.write(`${overview(commands)}\n`);
    return exit.usage;
  }
  if (name === '--version' || name === '-V')
    return (out.result(json ? JSON.stringify({ version: version(root) }) : `nestwork ${version(root)}`), exit.ok);
  if (name === '--help' || name === '-h' || name === 'help') {
    const asked = commands.find((one) => one.name === args[0]);
    if (args[0] !== undefined && !asked) return misused(`There is no command "${args[0]}".`, 'Run `nestwork --help` to see them all.');
    return (out.result(asked ? helpOf(asked) : overview(commands)), exit.ok);
  }
  const command = commands.find((one) => one.name === name);
  if (!command) return misused(`There is no command "${name}".`, 'Run `nestwork --help` to see them all.');

  const given = parse(command, args);
  if (typeof given === 'string')
    return misused(given, `Usage: nestwork ${command.usage}. Run \`nestwork ${command.name} --help\` for examples.`);
  if (given.values.help) return (out.result(helpOf(command)), exit.ok);
  try {
    return await command.run(given, { root, out, json });
  } catch (cause) {
    out.error({
      code: 'internal',
      message: `"${name}" failed in a way that Nestwork did not expect: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'Please report this.',
    });
    return exit.failed;
  }
}

/** Index of `--`, or the end. */
function behind(argv: readonly string[]): number {
  const at = argv.indexOf('--');
  return at < 0 ? argv.length : at;
}

/** What was given, or a sentence that says why it cannot be. */
function parse(command: Command, args: readonly string[]): Given | string {
  const at = behind(args);
  const rest = args.slice(at + 1);
  try {
    const { values, positionals } = parseArgs({
      args: args.slice(0, at),
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, ...command.options },
    });
    const given: Given = { values: values, positionals, rest };
    if (given.values.help) return given;
    const [fewest, most] = command.arguments;
    if (positionals.length < fewest) return 'An argument is missing.';
    if (positionals.length > most) return `"${positionals[most]}" is one argument too many.`;
    if (command.takesRest && rest.length === 0) return 'The command to run is missing behind "--".';
    if (!command.takesRest && rest.length > 0) return `"${rest[0]}" is one argument too many.`;
    return given;
  } catch (cause) {
    return (cause as Error).message.split('. ')[0]!.replace(/\.?$/, '.');
  }
}
