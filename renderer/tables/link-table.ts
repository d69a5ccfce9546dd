/** Cables as rows. */
import { computed } from 'vue';
import { renameInterface } from '../../electron/engine/edit';
import { setLinkField } from '../../electron/engine/edit-fields';
import { linkState } from '../../electron/engine/observe';
import type { TopologyLink } from '../../electron/shared/topology/schema';
import { checkInterfaceName, checkNumber } from '../inspector/check';
import { peersOf } from '../inspector/ends';
import { good } from '../inspector/fields/verdict';
import { cableName } from '../inspector/link/cable-name';
import { useLab } from '../stores/lab';
import { i18n, t } from '../text';
import type { Column, Row } from './column';
import type { Table } from './table';

interface LinkRow extends Row {
  readonly link: TopologyLink;
  readonly names: readonly [string, string];
  readonly state: ReturnType<typeof linkState>;
  readonly mtu: string;
}

export function linkTable(): Table<LinkRow> {
  const lab = useLab();
  const thing = (link: TopologyLink): string => cableName(link, lab.nameOf);
  const end = (at: 0 | 1): Column<LinkRow>[] => [
    {
      key: `node${at}`,
      title: t(at === 0 ? 'tables.column.from' : 'tables.column.to'),
      least: 90,
      share: 1,
      text: ({ names }) => names[at],
    },
    {
      key: `interface${at}`,
      title: t('tables.column.interface'),
      least: 112,
      spare: 3,
      text: ({ link }) => link.ends[at].interface,
      edit: {
        value: ({ link }) => link.ends[at].interface,
        check: ({ link }) => checkInterfaceName(new Set(peersOf(lab.topology, link.ends[at].node).keys()), link.ends[at].interface),
        take: ({ link, names }, to) => {
          const { node, interface: old } = link.ends[at];
          lab.change(t('inspector.edit.interface', { name: names[at], interface: old, to }), renameInterface(lab.topology, node, old, to));
        },
      },
    },
  ];
  return {
    rows: () => {
      const names = new Map(lab.topology.nodes.map((node) => [node.id, node.name] as const));
      return lab.topology.links.map((link): LinkRow => {
        const [a, b] = link.ends;
        return {
          key: link.id,
          id: link.id,
          link,
          names: [names.get(a.node) ?? a.node, names.get(b.node) ?? b.node],
          state: linkState(link, lab.wanted, lab.observed, lab.state),
          mtu: String(lab.wanted.nodes.get(a.node)?.interfaces.get(a.interface)?.mtu ?? link.mtu ?? 1500),
        };
      });
    },
    columns: computed<Column<LinkRow>[]>(() => {
      void i18n.global.locale.value;
      return [
        ...end(0),
        ...end(1),
        { key: 'state', title: t('tables.column.state'), least: 112, spare: 2, text: ({ state }) => t(`inspector.linkState.${state}`) },
        {
          key: 'mtu',
          title: 'MTU',
          least: 64,
          spare: 5,
          text: ({ mtu }) => mtu,
          edit: {
            value: ({ link }) => (link.mtu === undefined ? '' : String(link.mtu)),
            check: () => checkNumber(68, 65535),
            take: ({ link }, text) =>
              lab.change(
                t('inspector.edit.set', { what: t('inspector.thing.mtu'), name: thing(link) }),
                setLinkField(lab.topology, [link.id], 'mtu', text ? Number(text) : undefined),
              ),
          },
        },
        {
          key: 'label',
          title: t('tables.column.label'),
          least: 100,
          share: 1,
          spare: 4,
          text: ({ link }) => link.label ?? '',
          edit: {
            value: ({ link }) => link.label ?? '',
            check: () => (text) => (text.length > 200 ? { error: t('inspector.check.tooLong', { limit: '200' }) } : good),
            take: ({ link }, text) =>
              lab.change(
                t('inspector.edit.set', { what: t('inspector.thing.label'), name: thing(link) }),
                setLinkField(lab.topology, [link.id], 'label', text || undefined),
              ),
          },
        },
      ];
    }),
  };
}
