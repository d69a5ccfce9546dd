/**
 * Why nestwork-root was not started, told apart by exit code and words: pkexec(1) uses 126 and 127 for everything, and sudo-prompt one message for seven causes.
 * The words are those of LC_ALL=C.
 */
import type { NestworkError } from '../shared/lab/error';

interface Cause {
  code: string;
  message: string;
  hint?: string;
}
const causes: readonly [exit: number, words: RegExp, cause: Cause][] = [
  [
    126,
    /dismissed/i,
    { code: 'elevation-cancelled', message: 'You closed the password dialogue, so nothing of this computer was changed.' },
  ],
  [
    127,
    /Not authorized/i,
    {
      code: 'elevation-denied',
      message: 'The password was wrong, or you are not allowed to change the network of this computer; nothing was changed.',
      hint: 'Try again, or ask an administrator of this computer.',
    },
  ],
  [
    127,
    /No (?:polkit )?authentication agent found/i,
    {
      code: 'elevation-no-agent',
      message: 'No program that could ask for your password runs in this session (a polkit authentication agent).',
      hint: 'Start one (polkit-gnome, polkit-kde-agent, lxpolkit), or run Nestwork from a terminal.',
    },
  ],
  [
    127,
    /Error getting authority|Could not connect|org\.freedesktop\.PolicyKit1/i,
    {
      code: 'elevation-no-polkit',
      message: 'polkit, which decides who may do what, does not answer on this computer.',
      hint: 'Start it (systemctl start polkit), or run Nestwork as root.',
    },
  ],
  [
    127,
    /SHELL variable was not found/i,
    {
      code: 'elevation-odd-shell',
      message: 'pkexec refuses to work because your shell is not in /etc/shells.',
      hint: 'Have an administrator add it there, or start Nestwork with SHELL=/bin/sh.',
    },
  ],
  [
    127,
    /must be setuid root/i,
    {
      code: 'elevation-no-new-privs',
      message: 'Nestwork was started in a way that forbids any program to gain rights (no_new_privs), so no password can be asked for.',
      hint: 'Start it outside of the sandbox (snap, flatpak, a hardened service) that it runs in.',
    },
  ],
  [
    126,
    /Permission denied/i,
    {
      code: 'elevation-unusable',
      message: 'pkexec is installed but may not be run by you.',
      hint: 'Reinstall the package pkexec (policykit-1), or ask an administrator.',
    },
  ],
];

export const noPkexec: NestworkError = {
  code: 'elevation-not-installed',
  message: 'There is no pkexec on this computer, which asks for the password.',
  hint: 'Install the package pkexec (policykit-1), or run Nestwork as root.',
};
export const cancelled: NestworkError = {
  code: 'elevation-cancelled',
  sentence: 'waiting',
  message: 'You stopped waiting for the password, so nothing of this computer was changed.',
};

/** @param exit exit code of pkexec, null if a signal ended it. @param errors what it wrote on its standard error */
export function elevationFailure(exit: number | null, errors: string): NestworkError {
  const found = causes.find(([code, words]) => code === exit && words.test(errors));
  if (found) return found[2];
  const words = errors
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1);
  const why = (words ?? `it ended with code ${exit}`).replace(/\.$/, '');
  return {
    code: 'elevation-failed',
    message: `nestwork-root, which changes the network of this computer, did not start: ${why}.`,
    args: { why },
    hint: 'Run `nestwork doctor`; the log of the computer (journalctl) may say more.',
  };
}
