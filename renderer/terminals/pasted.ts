/** Text on its way from the clipboard into a shell. */

/** Control characters but tab and carriage return: an escape sequence in what somebody copied from a page could end the paste and begin a command. */
const controls = /[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/g;

/**
 * @param bracketed the program has asked to be told what is pasted (mode 2004); it then runs nothing by itself
 * @returns what a terminal sends: lines end in CR
 */
export function pasted(text: string, bracketed: boolean): string {
  const plain = text.replace(/\r?\n/g, '\r').replace(controls, '');
  return bracketed ? `\u001b[200~${plain}\u001b[201~` : plain;
}

/** Lines that the shell would run at once, without the last one if nothing ends it. */
export const linesRun = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;
