/**
 * NetworkManager and systemd-networkd for the tests of uplinks, which run them in networks of their own. Neither is installed for that: where systemd runs, the
 * package network-manager starts a daemon that takes the computer's interfaces. What the computer lacks is unpacked into a folder, and nothing of the package
 * but its files is used there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { at, say } from './run.mjs';

/** With the libraries that only it needs. */
const packages = ['network-manager', 'libnm0', 'libndp0'];
const folder = at('out', 'network-manager');
const daemon = 'usr/sbin/NetworkManager';

/**
 * @returns `{ layer }`: a folder to be laid over /usr (empty: the computer has it); or `{ why }`: it cannot be had.
 */
export function networkManager() {
  if (existsSync(`/${daemon}`)) return { layer: '' };
  return existsSync(`${folder}/${daemon}`) ? { layer: `${folder}/usr` } : { why: 'the package network-manager could not be fetched' };
}

/** @returns `{ program }` or `{ why }`. */
export function systemdNetworkd() {
  const program = ['/usr/lib/systemd/systemd-networkd', '/lib/systemd/systemd-networkd'].find(existsSync);
  return program && existsSync('/usr/bin/networkctl') ? { program } : { why: 'systemd-networkd is not installed' };
}

/** Fetches and unpacks NetworkManager, unless it is there. What goes wrong is said by networkManager(). @param update fetches the lists of packages first */
export function unpackNetworkManager(update) {
  if (networkManager().layer !== undefined) return;
  say('Unpacking NetworkManager for the tests, into out/network-manager.');
  mkdirSync(at('out'), { recursive: true });
  const work = mkdtempSync(at('out', 'unpacking-'));
  const fetch = () => spawnSync('apt-get', ['-q', 'download', ...packages], { cwd: work, stdio: ['ignore', 2, 'ignore'] }).status === 0;
  const unpack = (name) => spawnSync('dpkg-deb', ['--extract', `${work}/${name}`, `${work}/all`]).status === 0;
  if (
    (fetch() || (update() && fetch())) &&
    readdirSync(work)
      .filter((name) => name.endsWith('.deb'))
      .every(unpack)
  ) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(`${work}/all`, folder);
  }
  rmSync(work, { recursive: true, force: true });
}
