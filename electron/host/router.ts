/** Leads each call of the contract to its handler. Arguments are parsed, unknown calls refused by name, and nothing is thrown across. */
import { calls } from '../shared/contract';
import type { CallName, Calls, Value } from '../shared/contract';
import { fail } from '../shared/result';
import type { Result } from '../shared/result';
import type { z } from 'zod';
import type { ClientConnection, Dispatch } from './client-connection';

type Reply<T> = Result<T> | Promise<Result<T>>;
/** One handler per call; a call without one does not compile. */
export type Handlers = { [N in CallName]: (args: z.output<Calls[N]['args']>, client: ClientConnection) => Reply<Value<N>> };

export function createRouter(handlers: Handlers, unexpected: (call: string, cause: unknown) => void): Dispatch {
  return async (client, call, args) => {
    if (!Object.hasOwn(calls, call)) return fail({ code: 'unknown-call', message: `There is no call "${call.slice(0, 64)}".` });
    const name = call as CallName;
    const parsed = calls[name].args.safeParse(args);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const place = issue?.path.length ? ` at ${issue.path.join('.')}` : '';
      return fail({
        code: 'invalid-arguments',
        message: `The call "${name}" was refused: ${issue?.message ?? 'its arguments are not valid'}${place}.`,
      });
    }
    try {
      return await (handlers[name] as (args: unknown, client: ClientConnection) => Reply<unknown>)(parsed.data, client);
    } catch (cause) {
      unexpected(name, cause);
      return fail({
        code: 'internal',
        message: `"${name}" failed in a way that Nestwork did not expect: ${cause instanceof Error ? cause.message : String(cause)}.`,
        hint: 'Please report this with what you did before.',
      });
    }
  };
}
