/** Words of the command line, taken apart. */
import { parseArgs } from 'node:util';
import { common } from './command';
import type { Command, Given } from './command';
import { suggestion } from './nearest';

/** Index of `--`, or the end. */
export function behind(argv: readonly string[]): number {
  const at = argv.indexOf('--');
  return at < 0 ? argv.length : at;
}

/** What was given, or the sentences that say why it cannot be and what to do. */
export function parse(command: Command, args: readonly string[]): Given | { message: string; hint?: string } {
  const at = behind(args);
  const rest = args.slice(at + 1);
  const options = { ...common, ...command.options };
  try {
    const { values, positionals } = parseArgs({ args: args.slice(0, at), allowPositionals: true, options });
    const given: Given = { values: values, positionals, rest };
    if (given.values.help) return given;
    const [fewest, most] = command.arguments;
    if (positionals.length < fewest) return { message: 'An argument is missing.' };
    if (positionals.length > most) return { message: `"${positionals[most]}" is one argument too many.` };
    if (command.takesRest && rest.length === 0) return { message: 'The command to run is missing behind "--".' };
    if (!command.takesRest && rest.length > 0) return { message: `"${rest[0]}" is one argument too many.` };
    return given;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const sentence = message.split('. ')[0]!.replace(/\.?$/, '.');
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return { message: sentence };
    const given = /'-{1,2}([^']*)'/.exec(message)?.[1] ?? '';
    const known = Object.keys(options);
    const hint = suggestion(given, known, '');
    return {
      message: `"${command.name}" has no option ${/'(-[^']*)'/.exec(message)?.[1] ?? given}.`,
      ...(hint && { hint: hint.replace('"', '"--') }),
    };
  }
}
