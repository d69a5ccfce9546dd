/** The connection to the host, shared by all stores, and the two ways in which a failed call reaches a person. */
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { connect } from '../bridge/connect';
import type { Client } from '../../electron/shared/client';
import type { Args, CallName, Value } from '../../electron/shared/contract';
import type { NestworkError } from '../../electron/shared/lab/error';
import type { Result } from '../../electron/shared/result';
import { t } from '../text';

export const useClient = defineStore('client', () => {
  const client = shallowRef<Client>();
  /** Why there is no connection; empty while there is one. */
  const lost = ref('');
  /** The last failure of a call that a person asked for. Whoever shows dialogs watches it. */
  const failure = shallowRef<{ title: string; error: NestworkError }>();
  const connected: ((client: Client) => void)[] = [];
  /** Whoever asks before there is a connection waits for it, or for why there is none. */
  let tried: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (tried = resolve));

  async function open(): Promise<boolean> {
    try {
      const fresh = await connect();
      client.value = fresh;
      lost.value = '';
      fresh.onClose(() => (lost.value = t('messages.lost')));
      for (const listener of connected) listener(fresh);
      return true;
    } catch (error) {
      lost.value = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      tried();
    }
  }

  async function call<N extends CallName>(name: N, args: Args<N>): Promise<Result<Value<N>>> {
    await first;
    if (!client.value) return { ok: false, error: { code: 'connection-lost', message: lost.value || t('messages.notYet') } };
    return client.value.call(name, args);
  }
  /** The value, or undefined after the error was shown as a dialog. */
  async function ask<N extends CallName>(name: N, args: Args<N>, title = t('messages.failed')): Promise<Value<N> | undefined> {
    const result = await call(name, args);
    if (result.ok) return result.value;
    failure.value = { title, error: result.error };
    return undefined;
  }
  return { client, lost, failure, open, call, ask, onConnected: (listener: (client: Client) => void) => void connected.push(listener) };
});
