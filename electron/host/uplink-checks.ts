/** What can be seen of an uplink after the change: the interface, the bridge that has its place, the gateway behind. */
import { pingTime } from '../helper/nics';
import type { Nic } from '../helper/nics';
import type { UplinkView } from '../helper/root-wire';
import type { UplinkCheck } from '../shared/contract';

/** @param before the gateway that it had before the change */
export async function checksOf(view: UplinkView, nics: readonly Nic[], before: string | undefined): Promise<UplinkCheck[]> {
  const nic = nics.find(({ name }) => name === view.interface);
  const bridge = view.mode === 'bridge' ? nics.find(({ name }) => name === view.made) : undefined;
  const gateway = before ?? (bridge ?? nic)?.gateway;
  const checks: UplinkCheck[] = [];
  if (view.mode !== 'whole')
    checks.push({
      what: 'interface',
      name: view.interface,
      good: nic !== undefined && nic.carrier && (view.mode !== 'bridge' || nic.master === view.made),
      addresses: nic?.addresses ?? [],
      carrier: nic?.carrier ?? false,
      lent: nic?.lent ?? false,
    });
  if (view.mode === 'bridge')
    checks.push({
      what: 'bridge',
      name: view.made,
      good: (bridge?.addresses.length ?? 0) > 0,
      addresses: bridge?.addresses ?? [],
      carrier: bridge?.carrier ?? false,
      lent: bridge?.lent ?? false,
    });
  // A whole interface took its gateway with it; that of another one is what counts then.
  const other = view.mode === 'whole' ? nics.find((one) => one.gateway !== undefined)?.gateway : gateway;
  if (other === undefined || view.mode === 'computer') return checks;
  const answered = await pingTime(other);
  checks.push({
    what: 'gateway',
    name: other,
    good: answered !== null,
    addresses: [],
    carrier: false,
    lent: false,
    ...(answered !== null && { answered }),
  });
  return checks;
}
