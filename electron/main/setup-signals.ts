/** Signals. To be called after `ready`: Electron sets its own handlers after the main script has run, and these must come later. */

export interface SignalSource {
  on(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP', listener: () => void): unknown;
}
export interface PowerSource {
  on(event: 'shutdown', listener: () => void): unknown;
}

export function setupSignals(process: SignalSource, power: PowerSource, leaveNow: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leaveNow);
  power.on('shutdown', leaveNow);
}
