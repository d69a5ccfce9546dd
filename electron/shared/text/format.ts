/**
 * Messages in the syntax of vue-i18n: `{name}` is an argument, `one | many` are plural forms chosen by the argument `n` (`none | one | many` where there are
 * three), `{'|'}` is a character that would mean something. Numbers are written as the language writes them; what is a name (a port, an MTU) is given as text.
 * A formatter of our own since the engine writes thousands of these while it plans: it needs neither Vue nor the browser. A test compares it with @intlify/core-base.
 */
export type TextArguments = Readonly<Record<string, string | number>>;
type Part = string | { readonly name: string };

const known = new Map<string, readonly (readonly Part[])[]>();
const numbers = new Map<string, Intl.NumberFormat>();

/** @param locale BCP 47, for numbers. Arguments that are missing stay as `{name}`, so that a fault is seen. */
export function format(message: string, args: TextArguments = {}, locale = 'en'): string {
  let forms = known.get(message);
  if (!forms) known.set(message, (forms = splitForms(message).map(parse)));
  const parts = forms[forms.length === 1 ? 0 : formOf(Number(args.n), forms.length)]!;
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : written(args[part.name] ?? `{${part.name}}`, locale);
  return text;
}

/** Names of the arguments, each once, by the alphabet. */
export function argumentsOf(message: string): string[] {
  const names = splitForms(message).flatMap((form) => parse(form).flatMap((part) => (typeof part === 'string' ? [] : part.name)));
  return [...new Set(names)].sort();
}

/** vue-i18n's default rule: two forms are one and many, three are none, one and many. */
function formOf(count: number, forms: number): number {
  const n = Math.abs(Number.isNaN(count) ? 1 : count);
  return forms === 2 ? Number(n !== 1) : Math.min(n, 2);
}

/** At each "|" outside of braces. */
const splitForms = (message: string): string[] => (message.match(/(?:\{'[^']*'\}|\{[^}]*\}|[^|{])+/g) ?? ['']).map((form) => form.trim());

function parse(form: string): Part[] {
  return form
    .split(/(\{'[^']*'\}|\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const literal = /^\{'(.*)'\}$/.exec(part);
      if (literal) return literal[1]!;
      const name = /^\{(\w+)\}$/.exec(part);
      return name ? { name: name[1]! } : part;
    });
}

function written(value: string | number, locale: string): string {
  if (typeof value === 'string') return value;
  let format = numbers.get(locale);
  if (!format) numbers.set(locale, (format = new Intl.NumberFormat(locale)));
  return format.format(value);
}
