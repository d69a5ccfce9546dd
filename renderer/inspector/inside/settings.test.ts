import { expect, it } from 'vitest';
import { sysctlNameSchema, sysctlValueSchema } from '../../../electron/shared/topology/schema';
import { settingInterface } from '../../../electron/shared/topology/sysctl';
import de from '../../text/de/inspector';
import en from '../../text/en/inspector';
import { knownSetting, knownSettings, suggestedSettings } from './settings';

it('suggests only what a device may set, with a value that can be set, and says what each means', () => {
  for (const { name, known } of suggestedSettings(['eth0', 'eth0.10'])) {
    expect(sysctlNameSchema.safeParse(name).error, name).toBeUndefined();
    expect(knownSetting(name), name).toBe(known);
    expect(sysctlValueSchema.safeParse(known.value).success, name).toBe(true);
  }
  for (const { key } of knownSettings)
    for (const words of [en, de]) expect((words.sysctl as Record<string, string>)[key], key).toBeTruthy();
  expect(Object.keys(en.sysctl)).toHaveLength(knownSettings.length);
});
it('writes an interface with dots so that it is read back as that interface', () => {
  const name = suggestedSettings(['eth0.10']).find((one) => one.known.key === 'rpFilter')!.name;
  expect(name).toBe('net/ipv4/conf/eth0.10/rp_filter');
  expect(settingInterface(name)).toBe('eth0.10');
});
