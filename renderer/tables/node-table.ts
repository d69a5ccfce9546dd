/** Devices as rows. */
import { computed } from 'vue';
import { renameNode, setKind } from '../../electron/engine/edit';
import { withField } from '../../electron/engine/edit-fields';
import type { Statistics } from '../../electron/shared/contract/live';
import { namespaceKinds, nodeKinds, tagSchema } from '../../electron/shared/topology/schema';
import type { NodeKind, Topology, TopologyNode } from '../../electron/shared/topology/schema';
import type { ObservedNode } from '../../electron/shared/lab/observed';
import { checkName } from '../inspector/check';
import { editNodes } from '../inspector/edits';
import { good } from '../inspector/fields/verdict';
import { limitKinds, limitState, timesMet } from '../inspector/inside/limits';
import type { LimitKind } from '../inspector/inside/limits';
import { shownState } from '../inspector/node-state';
import { mebibytes, rate } from '../inspector/units';
import { useLab } from '../stores/lab';
import { i18n, t } from '../text';
import { number } from '../text/format';
import type { Column, Row } from './column';
import { ordered } from './order';
import type { Table } from './table';

interface NodeRow extends Row {
  readonly node: TopologyNode;
  readonly state: ReturnType<typeof shownState>;
  readonly cables: number;
  readonly ipv4: string;
  readonly ipv6: string;
  readonly usage: Usage | undefined;
  readonly limits: string;
}
interface Usage {
  /** 1 is one CPU. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  readonly processes: number;
  /** bit/s that it receives, and sends. */
  readonly received: number;
  readonly sent: number;
}
const idle: Usage = { cpu: 0, memory: 0, processes: 1, received: 0, sent: 0 };

/** @param live what the devices of the running lab use; undefined while nobody measures */
export function nodeTable(live: () => Statistics | undefined): Table<NodeRow> {
  const lab = useLab();
  const words = (text: string): string[] =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  return {
    rows: () => {
      const cables = new Map<string, number>();
      for (const link of lab.topology.links) for (const { node } of link.ends) cables.set(node, (cables.get(node) ?? 0) + 1);
      const statistics = live();
      const usage = statistics && usageByNode(statistics, lab.topology);
      return lab.topology.nodes.map((node): NodeRow => {
        const addresses = [...(lab.wanted.nodes.get(node.id)?.interfaces.values() ?? [])].flatMap((one) =>
          one.addresses.map(({ address }) => address),
        );
        return {
          key: node.id,
          id: node.id,
          node,
          state: shownState(node),
          cables: cables.get(node.id) ?? 0,
          ipv4: addresses.filter((one) => !one.includes(':')).join(', '),
          ipv6: addresses.filter((one) => one.includes(':')).join(', '),
          limits: limitsOf(node, lab.observed[node.id]),
          usage: usage && lab.observed[node.id] ? (usage.get(node.id) ?? idle) : undefined,
        };
      });
    },
    columns: computed<Column<NodeRow>[]>(() => {
      void i18n.global.locale.value;
      return [
        {
          key: 'name',
          title: t('tables.column.name'),
          least: 96,
          share: 1,
          text: ({ node }) => node.name,
          edit: {
            value: ({ node }) => node.name,
            check: ({ node }) => checkName(lab.topology, node.id),
            take: ({ node }, name) =>
              lab.change(t('inspector.edit.renamed', { name: node.name, to: name }), renameNode(lab.topology, node.id, name)),
          },
        },
        {
          key: 'kind',
          title: t('tables.column.kind'),
          least: 92,
          spare: 5,
          text: ({ node }) => t(`common.kinds.${node.kind}`),
          edit: {
            value: ({ node }) => node.kind,
            choices: nodeKinds.map((value) => ({ value, label: t(`common.kinds.${value}`) })),
            take: ({ node }, kind) =>
              lab.change(
                t('inspector.edit.kind', { name: node.name, kind: t(`common.kinds.${kind as NodeKind}`) }),
                setKind(lab.topology, [node.id], kind as NodeKind),
              ),
          },
        },
        { key: 'state', title: t('tables.column.state'), least: 124, spare: 2, text: ({ state }) => t(`inspector.nodeState.${state}`) },
        { key: 'cables', title: t('tables.column.cables'), least: 72, spare: 6, text: ({ cables }) => String(cables) },
        { key: 'ipv4', title: 'IPv4', least: 120, share: 1.2, spare: 1, text: ({ ipv4 }) => ipv4, order: ({ ipv4 }) => ordered(ipv4) },
        { key: 'ipv6', title: 'IPv6', least: 140, share: 1.2, spare: 7, text: ({ ipv6 }) => ipv6, order: ({ ipv6 }) => ordered(ipv6) },
        ...(lab.running ? usageColumns() : []),
        ...(lab.topology.nodes.some((node) => node.limits)
          ? [{ key: 'limits', title: t('inspector.limits.title'), least: 208, share: 1, spare: 4, text: ({ limits }: NodeRow) => limits }]
          : []),
        {
          key: 'own',
          title: t('tables.column.namespaces'),
          least: 112,
          spare: 8,
          text: ({ node }) => {
            const shares = namespaceKinds.filter((kind) => node.isolation && !node.isolation.includes(kind));
            return shares.length > 0 ? t('tables.shares', { kinds: shares.join(' ') }) : t('tables.allSix');
          },
          order: ({ node }) => String((node.isolation ?? namespaceKinds).length),
        },
        { key: 'startup', title: t('tables.column.startup'), least: 64, spare: 9, text: ({ node }) => String(node.startup?.length ?? 0) },
        {
          key: 'tags',
          title: t('tables.column.tags'),
          least: 80,
          share: 1,
          spare: 4,
          text: ({ node }) => (node.tags ?? []).join(', '),
          edit: {
            value: ({ node }) => (node.tags ?? []).join(', '),
            check: () => (text) =>
              words(text).every((one) => tagSchema.safeParse(one).success) ? good : { error: t('inspector.check.tag') },
            take: ({ node }, text) =>
              editNodes([node], 'tags', (one) => withField(one, 'tags', words(text).length > 0 ? words(text) : undefined)),
          },
        },
      ];
    }),
  };
}

/** "0.5 CPU, 64 MiB, 20 processes", and what of it does not hold, or was met. */
function limitsOf(node: TopologyNode, there: ObservedNode | undefined): string {
  const words: Record<LimitKind, (value: number) => string> = {
    cpu: (value) => `${number(value)} CPU`,
    memory: mebibytes,
    pids: (value) => t('tables.processes', { n: number(value) }, value),
  };
  const parts = limitKinds.flatMap((kind) => {
    const state = limitState(kind, node.limits, there);
    const value = state === 'other' ? there?.limits?.[kind] : node.limits?.[kind];
    if (value === undefined) return [];
    const n = timesMet(kind, there);
    const notes = [
      ...(state === 'missing' ? [t('inspector.limits.notInForce')] : []),
      ...(n > 0 ? [t(`inspector.limits.met.${kind}`, { n: number(n) }, n)] : []),
    ];
    return [notes.length > 0 ? `${words[kind](value)} (${notes.join(', ')})` : words[kind](value)];
  });
  return parts.join(', ');
}

/** What a device uses, in every way that is measured. */
function usageColumns(): Column<NodeRow>[] {
  const column = (
    key: keyof Usage | 'traffic',
    title: string,
    least: number,
    spare: number,
    text: (usage: Usage) => string,
    value: (usage: Usage) => number,
  ): Column<NodeRow> => ({
    key,
    title,
    least,
    spare,
    text: ({ usage }) => (usage ? text(usage) : ''),
    order: ({ usage }) => (usage ? String(Math.round(value(usage))) : ''),
  });
  return [
    column('cpu', t('tables.column.cpu'), 64, 10, ({ cpu }) => `${number(cpu * 100, { maximumFractionDigits: cpu < 0.1 ? 1 : 0 })} %`, ({ cpu }) => cpu * 1e6), // prettier-ignore
    column('memory', t('tables.column.memory'), 80, 11, ({ memory }) => mebibytes(memory), ({ memory }) => memory), // prettier-ignore
    column('processes', t('tables.column.processes'), 96, 12, ({ processes }) => number(processes), ({ processes }) => processes), // prettier-ignore
    column('traffic', t('tables.column.traffic'), 168, 3, ({ received, sent }) => `↓ ${rate(received)}  ↑ ${rate(sent)}`, ({ received, sent }) => received + sent), // prettier-ignore
  ];
}

/** Of every device that does something. What goes over a cable is received at one end and sent at the other. */
function usageByNode({ nodes, links }: Statistics, topology: Topology): ReadonlyMap<string, Usage> {
  const found = new Map<string, Usage>(nodes.map(([id, cpu, memory, processes]) => [id, { ...idle, cpu, memory, processes }]));
  const ends = links.length > 0 ? new Map(topology.links.map((link) => [link.id, link.ends])) : undefined;
  const add = (node: string, received: number, sent: number): void => {
    const before = found.get(node) ?? idle;
    found.set(node, { ...before, received: before.received + received, sent: before.sent + sent });
  };
  for (const [id, there, back] of links) {
    const both = ends?.get(id);
    if (!both) continue;
    add(both[0].node, back, there);
    add(both[1].node, there, back);
  }
  return found;
}
