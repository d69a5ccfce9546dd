/** The network interfaces of this computer, by the tools that every Linux has: what they are, what they are used for. Nothing here needs root. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { access } from 'node:fs/promises';
import { z } from 'zod';
import { fail, ok } from '../shared/result';
import type { Result } from '../shared/result';

const linkSchema = z.object({
  ifindex: z.number(),
  ifname: z.string(),
  flags: z.array(z.string()),
  mtu: z.number(),
  address: z.string().optional(),
  link_type: z.string(),
  link: z.string().nullish(),
  master: z.string().optional(),
  altnames: z.array(z.string()).optional(),
  linkinfo: z.object({ info_kind: z.string().optional() }).optional(),
  addr_info: z
    .array(
      z.object({
        local: z.string().optional(),
        prefixlen: z.number().optional(),
        scope: z.string().optional(),
        dynamic: z.boolean().optional(),
      }),
    )
    .optional(),
});
const routeSchema = z.object({
  dst: z.string(),
  gateway: z.string().optional(),
  dev: z.string().optional(),
  nexthops: z.array(z.object({ dev: z.string().optional() })).optional(),
});

export interface Nic {
  index: number;
  name: string;
  mac: string;
  /** Bytes. */
  mtu: number;
  up: boolean;
  carrier: boolean;
  /** ``: hardware. */
  kind: string;
  ethernet: boolean;
  wireless: boolean;
  /** Name of the bridge or bond that it is a port of. */
  master?: string;
  /** Interfaces that stand on it. */
  upon: string[];
  /** Made by Nestwork. */
  ours: boolean;
  /** With prefix length, link-local ones left out. */
  addresses: string[];
  /** An address is lent for a time, as DHCP does. */
  lent: boolean;
  /** The gateway of a default route through it. */
  gateway?: string;
  defaultRoute: boolean;
  severalGateways: boolean;
  /** An SSH session, perhaps this one, comes in through it. */
  ssh: boolean;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const ask = async (file: string, ...argv: string[]): Promise<string> =>
  (
    await promisify(execFile)(file, argv, {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      cwd: '/',
      timeout: 5000,
      maxBuffer: 1 << 24,
    })
  ).stdout;
const json = async <T>(schema: z.ZodType<T>, ...argv: string[]): Promise<T[]> =>
  z.array(schema).parse(JSON.parse((await ask('ip', ...argv)) || '[]'));

/** Addresses of this computer to which somebody is connected by SSH: its own session's, and what ss(8) shows. */
async function sshAddresses(): Promise<Set<string>> {
  const found = new Set<string>();
  const own = process.env.SSH_CONNECTION?.split(' ')[2];
  if (own) found.add(own);
  const sockets = await ask('ss', '-Htn', 'state', 'established', 'sport', '=', ':22').catch(() => '');
  for (const line of sockets.split('\n')) {
    const local = line.trim().split(/\s+/)[2] ?? line.trim().split(/\s+/)[0] ?? '';
    found.add(
      local
        .replace(/:\d+$/, '')
        .replace(/^\[(?:::ffff:)?|\]$/g, '')
        .replace(/%.*$/, ''),
    );
  }
  return found;
}

/** All but the loopback, hardware first, by name. */
export async function listNics(): Promise<Result<Nic[]>> {
  try {
    const [links, routes4, routes6, ssh] = await Promise.all([
      json(linkSchema, '-j', '-d', 'address'),
      json(routeSchema, '-j', 'route', 'show', 'table', 'all'),
      json(routeSchema, '-6', '-j', 'route', 'show', 'table', 'all'),
      sshAddresses(),
    ]);
    const routes = [...routes4, ...routes6];
    const nics = links
      .filter((link) => link.link_type !== 'loopback')
      .map(async (link): Promise<Nic> => {
        const given = (link.addr_info ?? []).filter((one) => one.scope !== 'link' && one.local !== undefined);
        const ways = routes.filter((route) => route.dst === 'default' && route.dev === link.ifname);
        const gateway = ways.find((route) => route.gateway)?.gateway;
        const wireless =
          (await exists(`/sys/class/net/${link.ifname}/phy80211`)) || (await exists(`/sys/class/net/${link.ifname}/wireless`));
        return {
          index: link.ifindex,
          name: link.ifname,
          mac: link.address ?? '',
          mtu: link.mtu,
          up: link.flags.includes('UP'),
          carrier: link.flags.includes('LOWER_UP'),
          kind: link.linkinfo?.info_kind ?? '',
          ethernet: link.link_type === 'ether',
          wireless,
          ...(link.master !== undefined && { master: link.master }),
          upon: links.filter((other) => other.link === link.ifname && other.linkinfo?.info_kind !== 'veth').map((other) => other.ifname),
          ours: (link.altnames ?? []).some((name) => name.startsWith('nestwork-')),
          addresses: given.map((one) => `${one.local}/${one.prefixlen}`),
          lent: given.some((one) => one.dynamic && !one.local?.includes(':')),
          ...(gateway !== undefined && { gateway }),
          defaultRoute: ways.length > 0,
          severalGateways: routes.some((route) => route.nexthops?.some((hop) => hop.dev === link.ifname)),
          ssh: given.some((one) => ssh.has(one.local!)),
        };
      });
    const all = await Promise.all(nics);
    return ok(all.sort((a, b) => Number(a.kind !== '') - Number(b.kind !== '') || a.name.localeCompare(b.name, 'en', { numeric: true })));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause);
    return fail({
      code: 'no-interfaces',
      message: `The interfaces of this computer could not be listed: ${why}.`,
      args: { why },
      hint: 'Install the package iproute2.',
    });
  }
}

/** ms until an address answers a ping(8), or null if it does not within a second. */
export async function pingTime(address: string): Promise<number | null> {
  const said = await ask('ping', '-n', '-c', '1', '-W', '1', address).catch(() => '');
  const time = /time[=<]([\d.]+) ms/.exec(said)?.[1];
  return time === undefined ? null : Number(time);
}
