/** What is said of uplinks that are not there, or not any more. */
import type { UplinkView } from '../helper/root-wire';
import type { NestworkError } from '../shared/lab/error';

export const notJoined = (device: string | undefined): NestworkError => ({
  code: 'not-joined',
  message:
    device === undefined ? 'Nothing of this computer is joined to this lab.' : `${device} is not joined to anything of this computer.`,
  sentence: device === undefined ? 'lab' : 'device',
  ...(device !== undefined && { args: { device } }),
  hint: 'Run the lab, and join it.',
});

const reasons: Readonly<Record<string, string>> = {
  timeout: 'nobody said within 30 s that this computer is still connected',
  carrier: 'its cable lost the carrier',
  'dhcp-ended': 'the DHCP client of the bridge ended',
  'client-lost': 'the program that had asked for it ended before anybody had said yes',
  stopping: 'nestwork-root was told to end',
  failed: 'nestwork-root could not watch over it',
};

/** Why something went back that nobody had put back; undefined if somebody had. */
export function wentBack({ interface: name, why = '' }: UplinkView): NestworkError | undefined {
  const reason = reasons[why];
  if (reason === undefined) return undefined;
  return {
    code: 'went-back',
    sentence: why,
    message: `${name} is as it was before, because ${reason}.`,
    args: { interface: name },
    hint: 'Join it again.',
  };
}
