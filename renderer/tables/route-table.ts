/** Routes as rows: typed, automatic, and those that only the kernel has. */
import { computed } from 'vue';
import { setRoute } from '../../electron/engine/edit-interfaces';
import { observedRoute } from '../../electron/engine/observe-routes';
import { parseAddress } from '../../electron/shared/topology/address';
import { reasonIn } from '../../electron/shared/text/reason';
import type { TopologyRoute } from '../../electron/shared/topology/schema';
import { checkDestination, checkWay } from '../inspector/check';
import { peersOf } from '../inspector/ends';
import { destinationWords } from '../inspector/interfaces/differences';
import { useLab } from '../stores/lab';
import { i18n, language, t } from '../text';
import type { Column, Row } from './column';
import { ordered } from './order';
import type { Table } from './table';

interface RouteRow extends Row {
  readonly node: string;
  readonly to: string;
  readonly way: string;
  readonly how: string;
  readonly observed: string;
  /** Place among the typed routes of its node; undefined: it is none. */
  readonly typed?: number;
}

export function routeTable(): Table<RouteRow> {
  const lab = useLab();
  function rows(): RouteRow[] {
    return lab.topology.nodes.flatMap(({ id, name, routes = [] }) => {
      const there = lab.observed[id];
      const seen = new Set<unknown>();
      const drawn = (lab.wanted.nodes.get(id)?.routes ?? []).map((route, at): RouteRow => {
        const found = there && observedRoute(route, there);
        if (found) seen.add(found);
        const to = destinationWords(route.to);
        const typed = route.automatic ? -1 : routes.findIndex((one) => (one.to === to || one.to === route.to) && one.via === route.via);
        return {
          key: `${id} ${at}`,
          id,
          node: name,
          to,
          way: route.via ?? route.dev ?? '',
          how: route.automatic ? reasonIn(route.reason, language()) : t('tables.how.typed'),
          observed: found?.protocol ?? t('inspector.notYet'),
          ...(typed >= 0 && { typed }),
        };
      });
      const others = (there?.routes ?? [])
        .filter((route) => !seen.has(route))
        .map((route, at): RouteRow => ({
          key: `${id} observed ${at}`,
          id,
          node: name,
          to: destinationWords(route.to),
          way: route.via ?? route.dev ?? '',
          how: t(route.protocol === 'kernel' ? 'tables.how.kernel' : 'tables.how.observed'),
          observed: route.protocol,
        }));
      return [...drawn, ...others];
    });
  }
  const typedOf = (row: RouteRow): TopologyRoute | undefined =>
    lab.topology.nodes.find((node) => node.id === row.id)?.routes?.[row.typed ?? -1];
  const interfaces = (id: string): ReadonlySet<string> => new Set(peersOf(lab.topology, id).keys());
  function set(row: RouteRow, change: { to?: string; way?: string }): void {
    const old = typedOf(row);
    if (!old || row.typed === undefined) return;
    const { via, dev, ...more } = old;
    const way = change.way ?? via ?? dev ?? '';
    const isGateway = parseAddress(way) !== undefined;
    const route: TopologyRoute = {
      ...more,
      to: change.to ?? old.to,
      ...(isGateway ? { via: way, ...(dev !== undefined && { dev }) } : { dev: way }),
    };
    lab.change(t('inspector.edit.route', { what: route.to, name: row.node }), setRoute(lab.topology, row.id, row.typed, route));
  }
  return {
    rows,
    columns: computed<Column<RouteRow>[]>(() => {
      void i18n.global.locale.value;
      return [
        { key: 'node', title: t('tables.column.node'), least: 96, share: 1, text: ({ node }) => node },
        {
          key: 'to',
          title: t('tables.column.destination'),
          least: 140,
          share: 1.4,
          text: ({ to }) => to,
          order: ({ to }) => ordered(to),
          edit: {
            value: (row) => (row.typed === undefined ? undefined : row.to),
            check: () => checkDestination,
            take: (row, to) => set(row, { to }),
          },
        },
        {
          key: 'way',
          title: t('tables.column.way'),
          least: 130,
          share: 1.2,
          spare: 2,
          text: ({ way }) => way,
          order: ({ way }) => ordered(way),
          edit: {
            value: (row) => (row.typed === undefined ? undefined : row.way),
            check: (row) => checkWay(row.to, interfaces(row.id)),
            take: (row, way) => set(row, { way }),
          },
        },
        { key: 'how', title: t('tables.column.because'), least: 130, share: 1.2, spare: 4, text: ({ how }) => how },
        { key: 'observed', title: t('inspector.observed'), least: 104, spare: 3, mono: true, text: ({ observed }) => observed },
      ];
    }),
  };
}
