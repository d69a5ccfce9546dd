/** Changes between two drawings in words. */
import type { Change, FieldChange } from '../../electron/engine/compare';
import type { WantedNode } from '../../electron/engine/wanted';
import { list, t } from '../text';

/** "Add h6, cable it to s2"; "Change the address of r2 eth2"; "Remove h2". */
export function titleOf(change: Change): string {
  const { sign, thing, name, ends, fields } = change;
  if (thing === 'link') {
    const [a, b] = ends as [string, string];
    if (sign !== '~') return t(sign === '+' ? 'plan.change.cable' : 'plan.change.uncable', { a, b });
    const cut = fields.find((field) => field.code === 'cut');
    if (cut && fields.length === 1) return t(cut.after === 'true' ? 'plan.change.cut' : 'plan.change.mend', { a, b });
    const cable = t('plan.change.theCable', { a, b });
    return fields.length === 1
      ? t('plan.change.field', { what: fieldWords(fields[0]!), name: cable })
      : t('plan.change.things', { name: cable, n: fields.length }, fields.length);
  }
  const called = thing === 'node' ? name : t(`plan.thing.${thing}`, { name });
  if (sign === '-') return t('plan.change.remove', { name: called });
  if (sign === '+')
    return ends.length > 0 ? t('plan.change.addCabled', { name: called, ends: list(ends) }) : t('plan.change.add', { name: called });
  const [first] = fields;
  if (fields.length !== 1 || !first) return t('plan.change.things', { name: called, n: fields.length }, fields.length);
  if (first.code === 'name') return t('plan.change.rename', { before: first.before ?? '', after: first.after ?? '' });
  if (first.code === 'stopped') return t(first.after === 'true' ? 'plan.change.stop' : 'plan.change.start', { name: called });
  if (first.code === 'position') return t('plan.change.move', { name: called });
  return t('plan.change.field', { what: fieldWords(first), name: called });
}

/** Which field it is: "the IPv4 address of eth2". */
export const fieldWords = ({ code, what }: FieldChange): string => t(`plan.field.${code}`, { what: what ?? '' });

/** Codes whose values are on and off. */
const switches = new Set(['up', 'stp', 'locked', 'stopped', 'cut', 'namespace', 'loopback', 'pointToPoint', 'collapsed']);
/** Codes that are decided by the engine where nobody says anything. */
const automatic = new Set(['ipv4', 'ipv6', 'mac', 'mtu', 'icon', 'shell', 'runAs', 'pool', 'kind']);
const longest = 60;
/** What a field was, or is. */
export function valueWords({ code }: FieldChange, value: string | undefined): string {
  if (value === undefined) return t(switches.has(code) ? 'plan.value.no' : automatic.has(code) ? 'plan.value.none' : 'plan.value.nothing');
  if (switches.has(code)) return t(value === 'true' ? 'plan.value.yes' : 'plan.value.no');
  if (value === '') return t('plan.value.nothing');
  const [line = ''] = value.split('\n');
  const short = [...line].length > longest ? `${[...line].slice(0, longest - 1).join('')}…` : line;
  return line === value ? short : `${short} …`;
}
/** "10.0.2.1/24 to 10.0.2.254/24". @param nodes what was and is decided for a device, so that automatic addresses are named, too */
export function turnWords(field: FieldChange, nodes: { before?: WantedNode; after?: WantedNode } = {}): string {
  const before = field.before ?? decided(field, nodes.before);
  const after = field.after ?? decided(field, nodes.after);
  return t('plan.change.turn', { before: valueWords(field, before), after: valueWords(field, after) });
}
function decided({ code, what }: FieldChange, node: WantedNode | undefined): string | undefined {
  if (code !== 'ipv4' && code !== 'ipv6') return undefined;
  const addresses = node?.interfaces.get(what ?? '')?.addresses.map(({ address }) => address) ?? [];
  return addresses.filter((one) => one.includes(':') === (code === 'ipv6')).join(', ') || undefined;
}
