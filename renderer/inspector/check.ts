/** Checks of what is typed into fields: what is wrong in a sentence, and where it is sure, what was meant. */
import {
  formatAddress,
  formatPrefixed,
  networkOf,
  parseAddress,
  parseDestination,
  parsePrefixed,
  widthOf,
} from '../../electron/shared/topology/address';
import type { Family } from '../../electron/shared/topology/address';
import { interfaceNameSchema, macSchema, nodeNameSchema, tagSchema } from '../../electron/shared/topology/schema';
import type { Topology } from '../../electron/shared/topology/schema';
import { freeName, namesIn } from '../../electron/engine/names';
import type { WantedLab } from '../../electron/engine/wanted';
import { t } from '../text';
import { good } from './fields/verdict';
import type { Check, Verdict } from './fields/verdict';
import { freeAddress, segmentOf } from './free-address';

const bad = (error: string, value?: string): Verdict => ({ error, ...(value !== undefined && { offer: use(value) }) });
const use = (value: string): { label: string; value: string } => ({ label: t('inspector.field.use', { value }), value });
const titleOf = (family: Family): string => (family === 'ipv4' ? 'IPv4' : 'IPv6');

/** A name that no other device has, and that can be a hostname. */
export function checkName(topology: Topology, id: string): Check {
  return (text) => {
    if (!nodeNameSchema.safeParse(text).success) {
      const offered = text
        .replace(/[^A-Za-z0-9-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 63)
        .replace(/-+$/, '');
      return bad(t('inspector.check.name'), offered || undefined);
    }
    const node = topology.nodes.find((one) => one.id === id);
    const taken = topology.nodes.some((one) => one.id !== id && one.name.toLowerCase() === text.toLowerCase());
    if (!taken || !node) return good;
    return bad(t('inspector.check.nameTaken', { name: text }), freeName(namesIn(topology), node.kind));
  };
}

/** A name of an interface that no other of the device has. @param taken names of its interfaces */
export function checkInterfaceName(taken: ReadonlySet<string>, own: string): Check {
  return (text) => {
    if (!interfaceNameSchema.safeParse(text).success)
      return bad(t('inspector.check.interface'), text.replace(/[^A-Za-z0-9._-]+/g, '').slice(0, 15) || undefined);
    if (text !== own && taken.has(text)) return bad(t('inspector.check.interfaceTaken', { name: text }));
    return good;
  };
}

/** An address with its prefix length. One that another end of the segment has may be meant: to show what then happens. */
export function checkAddress(
  wanted: WantedLab,
  end: { node: string; interface: string },
  family: Family,
  nameOf: (node: string) => string,
): Check {
  return (text) => {
    const segment = segmentOf(wanted, end);
    const network = segment?.[family];
    const free = (): string | undefined => freeAddress(wanted, segment, family);
    const bare = parseAddress(text);
    if (bare?.family === family) {
      const length = network ? parsePrefixed(network)!.length : family === 'ipv4' ? 24 : 64;
      return bad(t('inspector.check.noLength'), `${formatAddress(bare)}/${length}`);
    }
    const address = parsePrefixed(text);
    if (address?.family !== family)
      return bad(
        t('inspector.check.address', { text, family: titleOf(family), example: family === 'ipv4' ? '10.0.1.1/24' : 'fd00:1::1/64' }),
        free(),
      );
    if (family === 'ipv4' && address.length < 31) {
      const host = address.value - networkOf(address).value;
      if (host === 0n) return bad(t('inspector.check.network', { text }), free());
      if (host === 2n ** BigInt(widthOf(family) - address.length) - 1n) return bad(t('inspector.check.broadcast', { text }), free());
    }
    for (const other of segment?.members ?? []) {
      if (other.node === end.node && other.interface === end.interface) continue;
      const has = wanted.nodes.get(other.node)?.interfaces.get(other.interface)?.addresses ?? [];
      if (
        has.some(
          (one) =>
            !one.automatic && parsePrefixed(one.address)?.value === address.value && one.address.includes(':') === (family === 'ipv6'),
        )
      )
        return {
          ...bad(t('inspector.check.addressTaken', { name: nameOf(other.node), address: formatAddress(address) }), free()),
          may: true,
        };
    }
    return good;
  };
}

export const checkMac: Check = (text) => {
  if (text === '' || macSchema.safeParse(text).success) return good;
  const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
  const written = digits.length === 12 ? digits.match(/../g)!.join(':') : undefined;
  return bad(t('inspector.check.mac'), written && macSchema.safeParse(written).success ? written : undefined);
};

/** Characters of a start-up command at most. */
const longestCommand = 4096;
export const checkLength =
  (limit: number): Check =>
  (text) =>
    text.length > limit ? bad(t('inspector.check.tooLong', { limit: String(limit) })) : good;
export const checkCommand: Check = (text) => (text ? checkLength(longestCommand)(text) : bad(t('inspector.check.empty')));

/** A whole number between two bounds; the nearer bound is offered. Empty: as it is by itself. */
export function checkNumber(min: number, max: number, step: 'whole' | 'any' = 'whole'): Check {
  return (text) => {
    if (text === '') return good;
    const value = Number(text);
    if (Number.isFinite(value) && value >= min && value <= max && (step === 'any' || Number.isInteger(value))) return good;
    const nearest = Number.isFinite(value) ? Math.max(min, Math.min(max, step === 'any' ? value : Math.round(value))) : undefined;
    return bad(t('inspector.check.number', { min: String(min), max: String(max) }), nearest === undefined ? undefined : String(nearest));
  };
}

/** Where a route leads. Host bits are offered away. */
export const checkDestination: Check = (text) => {
  const to = parseDestination(text);
  if (!to) return bad(t('inspector.check.destination'));
  const network = networkOf(to);
  return text !== 'default' && network.value !== to.value ? bad(t('inspector.check.hostBits', { text }), formatPrefixed(network)) : good;
};

/** @param interfaces of the device: a route may leave by one directly */
export function checkWay(to: string, interfaces: ReadonlySet<string>): Check {
  return (text) => {
    if (interfaces.has(text)) return good;
    const via = parseAddress(text);
    if (!via) {
      const bare = parsePrefixed(text);
      return bad(t('inspector.check.way'), bare && formatAddress(bare));
    }
    const family = to === 'default' ? via.family : parseDestination(to)?.family;
    return family === via.family ? good : bad(t('inspector.check.wayFamily'));
  };
}

export const checkTag: Check = (text) =>
  text === '' || tagSchema.safeParse(text).success ? good : bad(t('inspector.check.tag'), text.replace(/,/g, ' ').trim() || undefined);

/** As the supervisor reads one: a name of this computer, or a number. */
export const checkUser: Check = (text) =>
  text === '' || /^([a-z_][a-z0-9_.-]*\$?|\d{1,10})$/i.test(text) ? good : bad(t('inspector.check.user'));
