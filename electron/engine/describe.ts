/** What an operation is in a person's words, in each language. */
import type { Operation } from '../shared/lab/operation';
import { say } from '../shared/text';
import type { CodeOf, Language, TextArguments } from '../shared/text';
import type { EndsOf, NameOf } from './ends';

export interface Description {
  readonly sign: '+' | '~' | '-';
  /** `Create the cable`. */
  readonly what: string;
  /** `h6, s2` or `r2 eth2`; empty: the whole lab. */
  readonly on: string;
}
type Code = CodeOf<'operations'>;

export function describe(operation: Operation, nameOf: NameOf, endsOf: EndsOf = () => undefined, language: Language = 'en'): Description {
  const [code, args] = wordsFor(operation, (one, more) => say('operations', one, more, language));
  return { sign: signOf(operation), what: say('operations', code, args, language), on: placeOf(operation, nameOf, endsOf) };
}

function signOf({ op }: Operation): Description['sign'] {
  if (op.endsWith('.delete')) return '-';
  return op.endsWith('.create') || op.endsWith('.add') || op === 'command.run' ? '+' : '~';
}

function placeOf(operation: Operation, nameOf: NameOf, endsOf: EndsOf): string {
  switch (operation.op) {
    case 'node.create':
      return operation.name;
    case 'link.create':
      return operation.ends.map((end) => nameOf(end.node)).join(', ');
    case 'link.delete':
    case 'link.cut':
    case 'link.restore':
      return (
        endsOf(operation.link)
          ?.map((end) => nameOf(end.node))
          .join(', ') ?? operation.link
      );
    case 'lab.resolver':
      return '';
    default:
      return 'interface' in operation ? `${nameOf(operation.node)} ${operation.interface}` : nameOf(operation.node);
  }
}

type Say = (code: Code, args?: TextArguments) => string;
const isDefault = (to: string): boolean => to === '0.0.0.0/0' || to === '::/0';

function wordsFor(operation: Operation, inWords: Say): [Code, TextArguments?] {
  switch (operation.op) {
    case 'node.create':
      return [`node.create.${operation.kind}`];
    case 'node.rename':
      return ['node.rename', { name: operation.name }];
    case 'node.kind':
      return [`node.kind.${operation.kind}`];
    case 'node.stp':
      return [operation.stp ? 'node.stp.on' : 'node.stp.off'];
    case 'node.sysctl': {
      const { name, value } = operation;
      return value === null ? ['node.sysctl.back', { name }] : ['node.sysctl', { name, value }];
    }
    case 'node.files':
      return operation.files.length > 0 ? ['node.files', { n: operation.files.length }] : ['node.files.none'];
    case 'node.limits': {
      const limits = limitsIn(operation, inWords);
      return limits ? ['node.limits', { limits }] : ['node.limits.none'];
    }
    case 'lab.resolver':
      return operation.servers.length > 0 ? ['lab.resolver', { servers: operation.servers.join(', ') }] : ['lab.resolver.none'];
    case 'link.create':
      return [operation.cut ? 'link.create.cut' : 'link.create'];
    case 'interface.set':
      return ['interface.set', { changes: changesIn(operation, inWords) }];
    case 'address.add':
    case 'address.delete':
      return [operation.op, { address: operation.address }];
    case 'route.add':
    case 'route.delete':
      return isDefault(operation.to) ? [`${operation.op}.default`] : [operation.op, { to: operation.to }];
    case 'command.run':
      return ['command.run', { name: operation.name }];
    case 'node.delete':
    case 'link.delete':
    case 'link.cut':
    case 'link.restore':
    case 'interface.delete':
      return [operation.op];
  }
}

function limitsIn({ cpu, memory, pids }: Extract<Operation, { op: 'node.limits' }>, inWords: Say): string {
  const parts = [
    cpu !== undefined && inWords('limit.cpu', { n: cpu }),
    memory !== undefined && inWords('limit.memory', { n: Math.round(memory / 1024 / 1024) }),
    pids !== undefined && inWords('limit.pids', { n: pids }),
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function changesIn({ up, mtu, mac }: Extract<Operation, { op: 'interface.set' }>, inWords: Say): string {
  const parts = [
    up !== undefined && inWords(up ? 'interface.set.up' : 'interface.set.down'),
    mtu !== undefined && inWords('interface.set.mtu', { mtu: String(mtu) }),
    mac !== undefined && inWords('interface.set.mac', { mac }),
  ];
  return parts.filter((part) => part !== false).join(', ');
}
