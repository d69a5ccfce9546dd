/** What a tab says of its terminal. */
import type { Component } from 'vue';
import type { NodeKind } from '../../electron/shared/topology/schema';

export interface Exit {
  code: number;
  signal: number;
}

export interface TerminalTab {
  /** Its name for layouts and lists: unique in this window, and the same again after a reload. */
  readonly key: string;
  /** A shell, or the output of a start-up command, which is only read. */
  readonly kind: 'shell' | 'output';
  readonly node: string;
  /** What the device was called when it was last seen. */
  nodeName: string;
  /** What a person has called it; empty: by its device. */
  ownName: string;
  /** What tells it from other shells of the device from the beginning: user, namespaces, command. */
  readonly note: string;
  /** The program's own title, shortened. */
  title: string;
  /** The program that has the terminal. */
  program: string;
  exited: Exit | null;
  /** The device, or the lab, is not there any more; what was shown stays. */
  gone: boolean;
  bell: boolean;
  /** Somebody shows it in this window. */
  shown: boolean;
  cols: number;
  rows: number;
}

export type DeviceKind = NodeKind;
export type TabIcon = Component;

/** How it ended, as far as it has. */
export const hasEnded = ({ exited, gone }: TerminalTab): boolean => exited !== null || gone;
/** What a person calls it. */
export const nameOf = ({ ownName, nodeName, note }: TerminalTab): string => ownName || (note ? `${nodeName} ${note}` : nodeName);
