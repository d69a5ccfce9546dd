/** Faults by strace(1): a system call of a chosen process fails, or the process is killed at it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { until } from '../kernel/lab';

/** The `when`-th call of this name, counted in each process from when it is followed on. `how`: `error=ENOMEM`, `signal=SIGKILL`, as strace wants it. */
export interface Fault {
  call: string;
  when: number;
  how: string;
}

/** By which a process changes something outside of itself, or takes what there may be too little of. (Not brk: the kernel's never fails with an errno, it says where the break is.) */
export const changing =
  `accept4 bind chdir chmod chown clone clone3 close_range dup dup2 dup3 epoll_create1 epoll_ctl execve fchdir fchmod fchmodat fchown
  fcntl fork fsconfig fsmount fsopen ftruncate inotify_init1 ioctl keyctl kill linkat listen memfd_create mkdir mkdirat mknodat mmap mount mount_setattr
  move_mount mremap open_tree openat pidfd_open pidfd_send_signal pipe2 pivot_root prctl prlimit64 pwrite64 recvmsg renameat2 rt_sigprocmask sendmsg sendto
  seccomp setgroups sethostname setns setresgid setresuid setsid setsockopt signalfd4 socket socketpair symlinkat timerfd_create timerfd_settime umount2 unlink
  unlinkat unshare vfork write writev`
    .split(/\s+/)
    .map((name) => name.trim());

/** Of strace: to write down the calls of a run without a fault, or to let one call fail. */
export const options = (log: string, fault?: Fault): string[] => {
  const calls = fault?.call ?? changing.join(',');
  return [
    '-o',
    log,
    '-e',
    'signal=none',
    '-e',
    `trace=${calls}`,
    ...(fault ? ['-e', `inject=${calls}:${fault.how}:when=${fault.when}`] : []),
  ];
};

/** strace(1) on a process that runs already, and with `follow` on those that it starts. */
export class Attached {
  private constructor(private readonly strace: ChildProcess) {}

  static async to(pid: number, follow: boolean, log: string, fault?: Fault): Promise<Attached> {
    const strace = spawn('strace', ['-f', ...options(log, fault), '-p', String(pid)].slice(follow ? 0 : 1), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    strace.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
    await until(`strace of process ${pid}`, () => said.includes('attached') || strace.exitCode !== null || strace.signalCode !== null);
    return new Attached(strace);
  }
  kill(): void {
    this.strace.kill('SIGKILL');
  }
  /** Lets go of all processes. */
  async detach(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (this.strace.exitCode !== null || this.strace.signalCode !== null) resolve();
      else this.strace.once('exit', () => resolve());
    });
    this.strace.kill('SIGTERM');
    // One whose process of several threads ends while it lets go waits for ever for the first of them.
    const late = setTimeout(() => this.kill(), 5000);
    await ended;
    clearTimeout(late);
  }
}

/** How often each process made each call; a process by the order in which they appear. */
export function countCalls(log: string): Map<string, number>[] {
  const processes = new Map<string, Map<string, number>>();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, pid = '', call] = /^(?:(\d+)\s+)?(\w+)\(/.exec(line) ?? [];
    if (!call) continue;
    const calls = processes.get(pid) ?? new Map<string, number>();
    processes.set(pid, calls.set(call, (calls.get(call) ?? 0) + 1));
  }
  return [...processes.values()];
}
/** Whether the fault came to pass, by what strace wrote of it. */
export const struck = (log: string): boolean => /\(INJECTED\)|\+\+\+ killed by SIGKILL/.test(readFileSync(log, 'utf8'));
