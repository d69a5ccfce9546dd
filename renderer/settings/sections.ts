/** The settings that there are, section by section: what the page shows, and what it and the finder look through. */
import { t } from '../text';

export const sections = {
  look: ['theme', 'contrast', 'motion', 'zoom'],
  language: ['language'],
  drawing: ['snap', 'pools'],
  files: ['autosaveSeconds', 'autosaveFile', 'versions'],
  terminal: ['fontSize', 'scrollback', 'bell', 'copyOnSelect', 'shell'],
  keys: [],
} as const;
export type SectionName = keyof typeof sections;
export type SettingName = (typeof sections)[SectionName][number];
export const sectionNames = Object.keys(sections) as SectionName[];

export interface SettingEntry {
  readonly section: SectionName;
  readonly name?: SettingName;
  readonly label: string;
  /** What it is found by as well. */
  readonly words: string;
}
export function settingEntries(): SettingEntry[] {
  return sectionNames.flatMap((section): SettingEntry[] => [
    ...sections[section].map((name) => ({
      section,
      name,
      label: t(`settings.${name}.label`),
      words: `${t(`settings.${name}.text`)} ${t(`settings.sections.${section}`)}`,
    })),
    ...(section === 'keys' ? [{ section, label: t('settings.sections.keys'), words: t('settings.keys.words') }] : []),
  ]);
}
