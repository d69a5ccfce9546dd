/** What no shape can say of an operation: rules by which one that is well-formed has no meaning for the kernel. Written anew from the kernel's, beside native/src/validate*.c. */
import type { Operation } from '../../electron/shared/lab/operation';
import { networkOf, parseAddress, parsePrefixed } from '../../electron/shared/topology/address';
import type { Address } from '../../electron/shared/topology/address';

/** Whether an interface or a gateway can have it: not the address of nobody, and not of a group. */
const ofSomebody = ({ family, value }: Address): boolean =>
  value !== 0n && (family === 'ipv4' ? value >> 24n < 224n : value >> 120n !== 0xffn);

const address = (text: string): boolean => {
  const read = parsePrefixed(text);
  return read !== undefined && ofSomebody(read);
};
const gateway = (text: string): Address | undefined => {
  const read = parseAddress(text);
  return read && ofSomebody(read) ? read : undefined;
};
const route = ({ to, via, dev }: { to: string; via?: string | undefined; dev?: string | undefined }): boolean => {
  const network = parsePrefixed(to);
  if (!network || networkOf(network).value !== network.value) return false;
  return via === undefined ? dev !== undefined : gateway(via)?.family === network.family;
};
const files = (paths: string[]): boolean =>
  new Set(paths).size === paths.length && !paths.some((path) => paths.some((other) => other.startsWith(`${path}/`)));

/** All texts anywhere inside. */
const texts = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];

/** Parts of a name are entries of folders. */
const fits = (path: string): boolean => Buffer.byteLength(path) <= 4095 && path.split('/').every((part) => Buffer.byteLength(part) <= 255);

export function hasMeaning(one: Operation): boolean {
  // UTF-8 has no halves of characters (RFC 3629, section 3).
  if (texts(one).some((text) => /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text))) return false;
  switch (one.op) {
    case 'node.create': {
      const bridge = one.kind === 'switch' || one.kind === 'hub';
      const own = new Set(one.isolation);
      return (
        own.size === one.isolation.length &&
        own.has('net') &&
        bridge === (one.mac !== undefined) &&
        !(one.stp && one.kind !== 'switch') &&
        !(one.readOnly && !(own.has('mnt') && own.has('user'))) &&
        one.mac !== '00:00:00:00:00:00'
      );
    }
    case 'link.create': {
      const [a, b] = one.ends;
      const apart = a.node !== b.node || a.interface !== b.interface;
      return apart && !(one.medium === 'wire' && (a.port || b.port)) && one.ends.every(({ mac }) => mac !== '00:00:00:00:00:00');
    }
    case 'interface.set':
      return one.mac !== '00:00:00:00:00:00';
    case 'address.add':
    case 'address.delete':
      return address(one.address);
    case 'route.add':
    case 'route.delete':
      return route(one);
    case 'node.files':
      return files(one.files.map(({ path }) => path)) && one.files.every(({ path }) => fits(path));
    case 'command.run':
      return typeof one.until === 'string' || !('file' in one.until) || fits(one.until.file);
    case 'lab.resolver':
      return one.servers.every((server) => gateway(server) !== undefined);
    default:
      return true;
  }
}
