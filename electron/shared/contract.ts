/**
 * The contract between a renderer (or any other client) and its host: every request and every event, as schemas. Types, the
 * router (`host/router.ts`) and the one client (`shared/client.ts`) derive from this table. The same frames travel over the
 * browser mode's WebSocket and over Electron's MessagePort.
 */
import type { z } from 'zod';
import { appCalls, appEvents } from './contract/app';
import { changeCalls } from './contract/change';
import { clipboardCalls } from './contract/clipboard';
import { documentCalls, documentEvents } from './contract/document';
import { historyCalls } from './contract/history';
import { labCalls, labEvents } from './contract/lab';
import { liveCalls, liveEvents } from './contract/live';
import { snapshotCalls } from './contract/snapshot';
import { terminalCalls, terminalEvents } from './contract/terminal';
import { uplinkCalls, uplinkEvents } from './contract/uplink';

export * from './contract/app';
export * from './contract/change';
export * from './contract/clipboard';
export * from './contract/document';
export * from './contract/frames';
export * from './contract/history';
export * from './contract/lab';
export * from './contract/live';
export * from './contract/problem';
export * from './contract/settings';
export * from './contract/snapshot';
export * from './contract/terminal';
export * from './contract/uplink';

/** Requests. Each reply is a Result of `value`. */
export const calls = {
  ...appCalls,
  ...documentCalls,
  ...historyCalls,
  ...labCalls,
  ...changeCalls,
  ...snapshotCalls,
  ...terminalCalls,
  ...clipboardCalls,
  ...liveCalls,
  ...uplinkCalls,
} as const;

/** Told to every client that has the document open (or to all, where there is none). */
export const events = { ...appEvents, ...documentEvents, ...labEvents, ...liveEvents, ...terminalEvents, ...uplinkEvents } as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type Args<N extends CallName> = z.input<Calls[N]['args']>;
export type Value<N extends CallName> = z.output<Calls[N]['value']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventData<N extends EventName> = z.output<Events[N]>;
