/** Addresses as rows: drawn ones, and those that only the kernel has. */
import { computed } from 'vue';
import { setAddresses } from '../../electron/engine/edit';
import { formatPrefixed, parsePrefixed } from '../../electron/shared/topology/address';
import type { Family } from '../../electron/shared/topology/address';
import { checkAddress } from '../inspector/check';
import { useLab } from '../stores/lab';
import { i18n, t } from '../text';
import type { Column, Row } from './column';
import { ordered } from './order';
import type { Table } from './table';

interface AddressRow extends Row {
  readonly node: string;
  readonly interface: string;
  readonly address: string;
  readonly how: 'auto' | 'fixed' | 'observed';
  /** The kernel has it. */
  readonly there: boolean;
  readonly mac: string;
  readonly network: string;
}
const familyOf = (address: string): Family => (address.includes(':') ? 'ipv6' : 'ipv4');

export function addressTable(): Table<AddressRow> {
  const lab = useLab();
  function rows(): AddressRow[] {
    const networks = new Map<string, Partial<Record<Family, string>>>();
    for (const { members, ipv4, ipv6 } of lab.wanted.segments)
      for (const end of members) networks.set(`${end.node} ${end.interface}`, { ...(ipv4 && { ipv4 }), ...(ipv6 && { ipv6 }) });
    return lab.topology.nodes.flatMap(({ id, name }) => {
      const observed = new Map((lab.observed[id]?.interfaces ?? []).map((one) => [one.name, one] as const));
      return [...(lab.wanted.nodes.get(id)?.interfaces.values() ?? [])].flatMap((one) => {
        const there =
          observed
            .get(one.name)
            ?.addresses.filter((other) => other.scope !== 'link')
            .map((other) => other.address) ?? [];
        // By its place: an address that is edited is the same row.
        const drawn = one.addresses.map(({ address, automatic }, at) => ({
          key: String(at),
          address,
          how: automatic ? ('auto' as const) : ('fixed' as const),
        }));
        const extra = there
          .filter((address) => !drawn.some((other) => other.address === address))
          .map((address) => ({ key: address, address, how: 'observed' as const }));
        return [...drawn, ...extra].map(({ key, address, how }): AddressRow => ({
          key: `${id} ${one.name} ${key}`,
          id,
          node: name,
          interface: one.name,
          address,
          how,
          there: there.includes(address),
          mac: one.mac,
          network: networks.get(`${id} ${one.name}`)?.[familyOf(address)] ?? '',
        }));
      });
    });
  }
  function take(row: AddressRow, text: string): void {
    const family = familyOf(row.address);
    const now = (lab.wanted.nodes.get(row.id)?.interfaces.get(row.interface)?.addresses ?? [])
      .map(({ address }) => address)
      .filter((one) => familyOf(one) === family);
    const next = now.flatMap((one) => (one !== row.address ? one : text ? formatPrefixed(parsePrefixed(text)!) : []));
    lab.change(
      t('inspector.edit.address', { name: row.node, interface: row.interface }),
      setAddresses(lab.topology, row.id, row.interface, family, next.length > 0 ? next : undefined),
    );
  }
  return {
    rows,
    columns: computed<Column<AddressRow>[]>(() => {
      void i18n.global.locale.value;
      return [
        { key: 'node', title: t('tables.column.node'), least: 96, share: 1, text: ({ node }) => node },
        { key: 'interface', title: t('tables.column.interface'), least: 112, spare: 2, text: (row) => row.interface },
        {
          key: 'address',
          title: t('tables.column.address'),
          least: 150,
          share: 1.4,
          text: ({ address }) => address,
          order: ({ address }) => ordered(address),
          edit: {
            value: ({ address, how }) => (how === 'observed' ? undefined : address),
            check: (row) => {
              const check = checkAddress(lab.wanted, { node: row.id, interface: row.interface }, familyOf(row.address), lab.nameOf);
              return (text) => (text === '' ? { error: '' } : check(text));
            },
            take,
          },
        },
        { key: 'how', title: t('tables.column.how'), least: 120, spare: 4, text: ({ how }) => t(`tables.how.${how}`) },
        {
          key: 'there',
          title: t('inspector.observed'),
          least: 104,
          spare: 3,
          text: ({ there }) => t(there ? 'tables.yes' : 'inspector.notYet'),
        },
        {
          key: 'network',
          title: t('tables.column.network'),
          least: 130,
          share: 1,
          spare: 5,
          text: ({ network }) => network,
          order: ({ network }) => ordered(network),
        },
        { key: 'mac', title: 'MAC', least: 160, spare: 6, mono: true, text: ({ mac }) => mac },
      ];
    }),
  };
}
