/**
 * Makes a fresh machine ready: the Debian packages and the npm packages that are missing, and nothing if nothing is. Runs before
 * anything is installed, so it needs nothing but Node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { unpackNetworkManager } from './network-managers.mjs';
import { at, has, run, say, Stop } from './run.mjs';

/** Debian packages by what needs them. The names are the same on Debian 12 and Ubuntu 22.04 and later (passt: since 23.04). */
export const packages = {
  build: ['gcc', 'libc6-dev', 'make', 'pkg-config', 'libmnl-dev', 'libjansson-dev', 'libseccomp-dev', 'uidmap', 'iproute2'],
  test: [
    'libcmocka-dev',
    'strace',
    'iputils-ping',
    'tcpdump',
    'procps',
    'kmod',
    'util-linux',
    'nftables',
    'cppcheck',
    'clang',
    'libclang-rt-14-dev',
    'clang-tidy',
    'shellcheck',
    'mandoc',
    'zsh',
    'fish',
    'xterm',
    'xvfb',
    'passt',
    'slirp4netns',
    'dnsmasq-base',
    'isc-dhcp-client',
    'polkitd',
    'pkexec',
    'dbus',
    'libpolkit-agent-1-dev',
    'wget',
    'perl',
  ],
};
/** Debian packages that not every release and architecture has. Tests that need them are counted as skipped without. */
export const packagesWherePackaged = ['user-mode-linux'];
/** Any one of these does for the end-to-end tests; without one, the package of the same name as the first is installed. */
export const browsers = ['chromium', 'chromium-browser', 'google-chrome'];

/** Of these packages, those that dpkg does not have. One process, whatever their number. */
export function missingPackages(names) {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { encoding: 'utf8' });
  if (query.error) return null;
  const there = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !there.has(name));
}

/**
 * Compares the lock file with npm's own record of what is in node_modules.
 * @returns true if every package that must be there is there in its version. Optional ones (binaries of other systems) may be absent.
 */
export function npmIsCurrent(lock, record) {
  if (!record) return false;
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '') continue;
    const found = record.packages[path];
    if (!found && (wanted.optional || wanted.devOptional)) continue;
    if (found?.version !== wanted.version || found?.integrity !== wanted.integrity) return false;
  }
  return true;
}

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Ubuntu 22.04 has it in clang itself. */
const inClang = () => existsSync('/etc/os-release') && /VERSION_ID="22[.]04"/.test(readFileSync('/etc/os-release', 'utf8'));

const asRoot = () => (process.getuid() === 0 ? [] : ['sudo']);

function apt(...args) {
  const [command, ...rest] = [...asRoot(), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q', ...args];
  return run(command, rest, { stdio: ['inherit', 2, 'inherit'] });
}

function haveLists() {
  const lists = existsSync('/var/lib/apt/lists') ? readdirSync('/var/lib/apt/lists') : [];
  return lists.some((name) => name.endsWith('_Packages') || name.includes('_Packages.'));
}

/** @returns whether they are there now */
async function install(names) {
  const tried = () => apt('install', '--yes', '--no-install-recommends', ...names);
  if (haveLists() && (await tried()) === 0) return true;
  // Lists that are absent or older than the mirror make apt ask for files that are gone: fetch them and try once more.
  await apt('update');
  return (await tried()) === 0;
}

async function installDebian(wanted, test) {
  const missing = missingPackages(wanted.filter((name) => name !== 'libclang-rt-14-dev' || !inClang()));
  if (missing === null) {
    say(`This is not a Debian or Ubuntu machine. Nestwork needs the equivalents of: ${wanted.join(', ')}.`);
    return;
  }
  if (test && !browsers.some(has)) missing.push(browsers[0]);
  if (missing.length > 0) {
    say(`Missing Debian packages: ${missing.join(', ')}. Installing them.`);
    if (asRoot().length > 0 && !has('sudo'))
      throw new Stop(
        `They cannot be installed: this is not root, and there is no sudo. As root, run: apt-get install ${missing.join(' ')}`,
      );
    if (!(await install(missing)))
      throw new Stop(`Some Debian packages could not be installed; apt says why above. Nestwork needs: ${missing.join(', ')}.`);
  }
  if (test) await installWherePackaged();
}

/** Without them some tests are not run, which they say themselves. */
async function installWherePackaged() {
  const missing = missingPackages(packagesWherePackaged);
  if (missing.length === 0 || (asRoot().length > 0 && !has('sudo'))) return;
  if (!haveLists()) await apt('update');
  const known = missing.filter((name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0);
  if (known.length === 0) return;
  say(`Missing Debian packages: ${known.join(', ')}. Installing them.`);
  if (!(await install(known))) say('They could not be installed; apt says why above. Tests that need them are not run.');
}

async function installNpm() {
  const lock = readJson(at('package-lock.json'));
  if (npmIsCurrent(lock, readJson(at('node_modules/.package-lock.json')))) return;
  say('Installing npm packages as package-lock.json names them.');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 'inherit'] });
  if (code !== 0) throw new Stop('npm ci failed; npm says why above. Check that the npm registry can be reached, then run this again.');
}

/** Brings the machine to the point where everything builds, or stops with a sentence. Costs a tenth of a second when nothing is missing. */
export async function setup({ test = false } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Stop(`Nestwork needs Node 20.19 or newer; this is ${process.version}. Install a newer Node, then run this again.`);
  if (process.platform !== 'linux')
    throw new Stop(`Nestwork runs on Linux alone: it is made of Linux namespaces. This is ${process.platform}.`);
  await installDebian(test ? [...packages.build, ...packages.test] : packages.build, test);
  await installNpm();
  // Its tests run as root alone, who may fetch the lists of packages too.
  if (test && process.getuid() === 0)
    unpackNetworkManager(() => spawnSync('apt-get', ['-q', 'update'], { stdio: ['ignore', 2, 'inherit'] }).status === 0);
}
