/** Parts of the window that its first picture does not need: read when the page has time, at the latest when they are shown. */
import { defineAsyncComponent } from 'vue';
import type { Component } from 'vue';

const rest: (() => Promise<unknown>)[] = [];

/** A component that is read later; once it is, it appears at once: what is typed next already belongs to it. */
export function later<T extends Component>(load: () => Promise<{ default: T }>): T {
  const part = defineAsyncComponent(load);
  // Vue's own way to read it (HMR and hydration use it): only so does it know that it need not wait.
  const { __asyncLoader: read } = part as unknown as { __asyncLoader: () => Promise<unknown> };
  rest.push(read);
  return part;
}
/** The same for other code: gives what reads it. */
export function laterCode<T>(load: () => Promise<T>): () => Promise<T> {
  rest.push(load);
  return load;
}

/** Reads all of them, one after another and only while nothing else is to be done: then they open at once, even when the host is gone. */
export async function readRest(): Promise<void> {
  for (const load of rest) {
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }));
    // Where it is shown says what is wrong.
    await load().catch(() => undefined);
  }
}
