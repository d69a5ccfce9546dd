/** `nestwork-lab --probe`: whether a lab could be started, told by the program that would start it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doctor } from '../../electron/host/doctor';
import { asCaller, callers, program } from './lab';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync('/var/tmp/nestwork-probe-');
  chmodSync(dir, 0o755);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each(callers)('says to $name how ids are mapped, and leaves nothing', (caller) => {
  chownSync(dir, caller.uid, caller.uid);
  const [file = '', ...args] = asCaller(caller, dir, [program, '--probe']);
  const { status, stdout } = spawnSync(file, args, { encoding: 'utf8' });
  expect([status, JSON.parse(stdout)]).toEqual([0, { ok: true, mapping: caller.range ? 'range' : 'single' }]);
  expect(readdirSync(dir).filter((name) => !['passwd', 'subuid', 'subgid'].includes(name))).toEqual([]);
});

it('says why not, where namespaces are not to be had', () => {
  const script = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$0" --probe';
  const { status, stdout } = spawnSync('unshare', ['--user', '--map-root-user', 'sh', '-c', script, program], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { code: 'not-permitted', errno: 'ENOSPC', hint: expect.stringContaining('user.max_') as string },
  });
});

it('is what the doctor asks: what another program may or may not says nothing', async () => {
  const told = async (exit: number): Promise<string[]> => {
    const path = join(dir, `lab-${exit}`);
    writeFileSync(path, `#!/bin/sh\n[ "$1" = --probe ] && exit ${exit}\necho nestwork-lab 1\n`, { mode: 0o755 });
    process.env.NESTWORK_LAB = path;
    const findings = await doctor(dir);
    return findings.filter(({ check }) => ['user-namespaces', 'supervisor'].includes(check)).map(({ check, level }) => `${check} ${level}`);
  };
  const before = process.env.NESTWORK_LAB;
  try {
    expect(await told(0)).toEqual(['supervisor ok', 'user-namespaces ok']);
    expect(await told(1)).toEqual(['supervisor ok', 'user-namespaces problem']);
  } finally {
    if (before === undefined) delete process.env.NESTWORK_LAB;
    else process.env.NESTWORK_LAB = before;
  }
});
