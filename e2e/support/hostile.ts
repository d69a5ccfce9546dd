/** Output that means harm: what terminals of other programs have fallen for, each with a command that must never run. */

const esc = '\u001b';
const st = `${esc}\\`;

/** @param command what the attacker wants to be run */
export function hostileOutputs(command: string): readonly { name: string; bytes: Buffer }[] {
  const text = (name: string, content: string): { name: string; bytes: Buffer } => ({ name, bytes: Buffer.from(content) });
  const run = `;${command};`;
  const long = (content: string): string => content.repeat(Math.ceil((10 * 1024 * 1024) / content.length));
  return [
    text(
      'OSC 8: a link to a program, a file, a script',
      `${['javascript:alert(1)', 'file:///etc/passwd', `x-run:${command}`].map((to) => `${esc}]8;;${to}${st}click${esc}]8;;${st}`).join(' ')}\n`,
    ),
    text(
      'OSC 52: set the clipboard, both of them',
      ['c', 'p', 's', ''].map((which) => `${esc}]52;${which};${Buffer.from(run).toString('base64')}\u0007`).join(''),
    ),
    text('OSC 52: ask for the clipboard', ['c', 'p'].map((which) => `${esc}]52;${which};?${st}`).join('')),
    text(
      'DECRQSS: settings in the words of who asks',
      ['m', '"p', 'r', ' q', `${run}\r`, `\n${run}\n`].map((what) => `${esc}P$q${what}${st}`).join(''),
    ),
    text('DECRQSS in eight-bit controls', `\u0090$q${run}\r\u009c`),
    text('title with a command, then a report of it (CSI 20 t, 21 t)', `${esc}]2;${run}\r\n\u0007${esc}]0;${run}${st}${esc}[21t${esc}[20t`),
    text(
      'window manipulation and its reports',
      ['1', '2', '3;0;0', '4;10;10', '5', '6', '7', '8;1;1', '9;1', '11', '13', '14', '15', '16', '18', '19', '22', '23']
        .map((what) => `${esc}[${what}t`)
        .join(''),
    ),
    text('device attributes (DA1, DA2, DA3, DECID)', `${esc}[c${esc}[0c${esc}[>c${esc}[=c${esc}Z`),
    text(
      'status reports (DSR), printer, keyboard, locator',
      ['5', '6', '?6', '?15', '?25', '?26', '?53', '?62', '?63;1', '?75', '?85'].map((what) => `${esc}[${what}n`).join(''),
    ),
    text('modes (DECRQM)', ['4', '20', '?1', '?7', '?1000', '?2004', '?99999'].map((what) => `${esc}[${what}$p`).join('')),
    text(
      'colours: asked for, and set so that nothing can be read',
      `${esc}]4;0;?;1;?${st}${esc}]10;?${st}${esc}]11;?${st}${esc}]12;?${st}${esc}]10;#000000${st}${esc}]11;#000000${st}`,
    ),
    text('answerback (ENQ)', '\u0005\u0005\u0005'),
    text(
      'version, keyboard protocol, terminfo (XTVERSION, XTGETTCAP)',
      `${esc}[>q${esc}[>0q${esc}[?u${esc}[?4m${esc}P+q544e;${Buffer.from(run).toString('hex')}${st}`,
    ),
    text(
      'programmed keys (DECUDK), macros (DECDMAC), rectangle checksums',
      `${esc}P0;1|17/${Buffer.from(`${run}\r`).toString('hex')}${st}${esc}P1;0;0!z${Buffer.from(run).toString('hex')}${st}${esc}[1*z${esc}[1;1;1;1;10;10*y`,
    ),
    text('printing (media copy)', `${esc}[5i${run}\n${esc}[4i${esc}[?5i${esc}[i`),
    text('bracketed paste, spoofed and ended', `${esc}[?2004h${esc}[200~${run}\r${esc}[201~${run}\r`),
    text(
      'notifications and files of other terminals (OSC 7, 9, 99, 133, 777, 1337)',
      `${esc}]7;file://h/${run}${st}${esc}]9;${run}${st}${esc}]99;;${run}${st}${esc}]133;A${st}${esc}]777;notify;a;${run}${st}${esc}]1337;File=name=eA==;inline=1:${Buffer.from(run).toString('base64')}\u0007`,
    ),
    text('a thousand questions at once', `${esc}[c${esc}[6n`.repeat(500)),
    text(
      'resets, margins, the other screen, and back',
      `${esc}[?1049h${esc}[5;5r${esc}[?6h${esc}[99999;99999H${esc}[99999X${esc}[99999@${esc}[99999L${esc}c${esc}[?1049l${esc}[!p`,
    ),
    text('a line of ten million letters', `${long('x')}\n`),
    text('a title of ten million letters', `${esc}]0;${long('t')}\u0007`),
    text('a string of ten million letters', `${esc}P$q${long(run)}${st}`),
    text('a sequence with ten million digits', `${esc}[${long('1;')}m`),
    // Taken back at the end, so that what the shell says after it can be read.
    { name: 'a million bytes of anything', bytes: Buffer.concat([noise(1_000_000), Buffer.from(`\u0018${st}${esc}c`)]) },
  ];
}

/** The same every time. */
function noise(length: number): Buffer {
  let state = 12345;
  return Buffer.from(Array.from({ length }, () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 24));
}
