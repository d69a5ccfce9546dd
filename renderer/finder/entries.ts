/** What can be found or done: commands, devices, labs, settings and pages of the help. */
import type { Component } from 'vue';
import { FileText, FlaskConical, Settings2, SquareDashed, StickyNote } from '@lucide/vue';
import { available, commands } from '../commands/command';
import { pagesOf } from '../help/pages';
import { settingEntries } from '../settings/sections';
import { useDocuments } from '../stores/documents';
import { useLab } from '../stores/lab';
import { useSettings } from '../stores/settings';
import { useUi } from '../stores/ui';
import { t } from '../text';
import type { NodeKind } from '../../electron/shared/topology/schema';

export interface Entry {
  readonly id: string;
  readonly label: string;
  /** Second line, quiet. */
  readonly detail?: string;
  readonly command?: string;
  readonly icon?: Component;
  /** A device: its own picture. */
  readonly kind?: NodeKind;
  /** A lab that runs. */
  readonly runs?: boolean;
  readonly disabled?: boolean;
  /** What it is found by, beside label and detail. */
  readonly words?: string;
  readonly run: () => void;
}
export interface Section {
  readonly id: 'devices' | 'commands' | 'labs' | 'settings' | 'help';
  readonly entries: Iterable<Entry>;
}

/** @param reveal shows a device on the canvas */
export function sectionsOf(scope: 'everything' | 'devices' | 'labs', typed: string, reveal: (id: string) => void): Section[] {
  const all: Record<Section['id'], () => Iterable<Entry>> = {
    devices: () => drawnEntries(reveal),
    commands: commandEntries,
    labs: labEntries,
    settings: settingsEntries,
    help: helpEntries,
  };
  // Settings and help are many: they come when somebody looks for them.
  const ids: Section['id'][] =
    scope === 'devices'
      ? ['devices']
      : scope === 'labs'
        ? ['labs']
        : typed
          ? ['commands', 'devices', 'labs', 'settings', 'help']
          : ['commands', 'labs'];
  return ids.map((id) => ({ id, entries: all[id]() }));
}

function* drawnEntries(reveal: (id: string) => void): Iterable<Entry> {
  yield* deviceEntries(reveal);
  yield* markEntries(reveal);
}
function* deviceEntries(reveal: (id: string) => void): Iterable<Entry> {
  const lab = useLab();
  for (const node of lab.topology.nodes) {
    const addresses = addressesOf(node.id);
    yield {
      id: node.id,
      label: node.name,
      kind: node.kind,
      detail: [t(`common.kinds.${node.kind}`), addresses[0]].filter(Boolean).join(', '),
      words: [...addresses.slice(1), ...(node.tags ?? [])].join(' '),
      run: () => reveal(node.id),
    };
  }
}
/** Notes, areas and groups, by what is written in or on them. */
function* markEntries(reveal: (id: string) => void): Iterable<Entry> {
  const { notes = [], areas = [], groups = [] } = useLab().topology;
  for (const { id, text } of notes) {
    const [line = ''] = text
      .split('\n')
      .map((one) => one.replace(/^#+\s*/, '').trim())
      .filter(Boolean);
    yield { id, label: line || t('canvas.note'), detail: t('canvas.note'), words: text, icon: StickyNote, run: () => reveal(id) };
  }
  for (const { id, name } of [...areas, ...groups])
    if (name)
      yield {
        id,
        label: name,
        detail: t(areas.some((area) => area.id === id) ? 'finder.area' : 'finder.group'),
        icon: SquareDashed,
        run: () => reveal(id),
      };
}
/** As the kernel has them, else as they are planned. */
function addressesOf(id: string): string[] {
  const lab = useLab();
  const there = lab.observed[id]?.interfaces.flatMap((one) => one.addresses).filter((one) => one.scope === 'global');
  if (there?.length) return there.map((one) => one.address.split('/')[0]!);
  const wanted = lab.wanted.nodes.get(id);
  return wanted ? [...wanted.interfaces.values()].flatMap((one) => one.addresses.map(({ address }) => address.split('/')[0]!)) : [];
}

function commandEntries(): Entry[] {
  const ui = useUi();
  return commands.value
    .filter((one) => !one.unlisted && (one.page === undefined || one.page === ui.page))
    .map((one) => ({
      id: one.id,
      label: one.label(),
      detail: t(`commands.groups.${one.group}`),
      command: one.id,
      icon: one.icon,
      disabled: !available(one, ui.page),
      run: one.run,
    }));
}

function labEntries(): Entry[] {
  const [documents, lab, settings] = [useDocuments(), useLab(), useSettings()];
  const open = new Set(documents.open.map((one) => one.path));
  return [
    ...documents.open.map((one) => ({
      id: one.document,
      label: one.name,
      detail: [one.document === lab.document ? t('finder.here') : '', one.edited ? t('frame.edited') : '', one.path ?? t('frame.new')]
        .filter(Boolean)
        .join(', '),
      icon: FlaskConical,
      runs: one.lab.phase === 'running',
      run: () => void documents.show(one.document),
    })),
    ...settings.all.recent
      .filter((one) => !open.has(one.path))
      .map((one) => ({
        id: one.path,
        label: one.name,
        detail: one.path,
        icon: FlaskConical,
        run: () => void documents.openPath(one.path),
      })),
  ];
}

function settingsEntries(): Entry[] {
  const ui = useUi();
  return settingEntries().map(({ section, label, words }) => ({
    id: `setting ${section} ${label}`,
    label,
    detail: t(`settings.sections.${section}`),
    words,
    icon: Settings2,
    run: () => ui.showSettings(section),
  }));
}

function helpEntries(): Entry[] {
  const [ui, settings] = [useUi(), useSettings()];
  return pagesOf(settings.language).map((page) => ({
    id: `help ${page.id}`,
    label: page.title,
    detail: t('commands.groups.help'),
    words: page.body,
    icon: FileText,
    run: () => (ui.help = page.id),
  }));
}
