/** Type to many: what a person types in one of the chosen terminals goes to all of them. Off at every start, and kept nowhere. */
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive } from 'vue';
import type { Session } from '../terminals/session';
import { hasEnded, nameOf } from '../terminals/tab';

export const useTyping = defineStore('typing', () => {
  const on = ref(false);
  const receivers = shallowReactive(new Map<string, Session>());
  /** Those that still read. */
  const listening = computed(() => (on.value ? [...receivers.values()].filter(({ tab }) => !hasEnded(tab)) : []));

  function start(sessions: readonly Session[]): void {
    receivers.clear();
    for (const session of sessions) if (session.tab.kind === 'shell') receivers.set(session.tab.key, session);
    on.value = receivers.size > 0;
  }
  function stop(): void {
    on.value = false;
    receivers.clear();
  }
  function leave(key: string): void {
    receivers.delete(key);
    if (receivers.size === 0) on.value = false;
  }
  function join(session: Session): void {
    if (session.tab.kind === 'shell') receivers.set(session.tab.key, session);
  }

  const hears = (key: string): boolean => listening.value.some(({ tab }) => tab.key === key);
  /** Everybody who is meant by what is typed in this terminal. */
  const meant = (session: Session): readonly Session[] => (hears(session.tab.key) ? listening.value : [session]);

  return {
    on: computed(() => on.value && listening.value.length > 0),
    listening,
    names: computed(() => listening.value.map(({ tab }) => nameOf(tab))),
    /** Ids of the devices whose shells listen: the canvas marks them. */
    nodes: computed<ReadonlySet<string>>(() => new Set(listening.value.map(({ tab }) => tab.node))),
    hears,
    start,
    stop,
    join,
    leave,
    send: (session: Session, data: string): void => {
      for (const one of meant(session)) one.send(data);
    },
    paste: (session: Session, text: string): void => {
      for (const one of meant(session)) one.paste(text);
    },
  };
});
