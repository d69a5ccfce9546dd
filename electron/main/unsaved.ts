/** The question about unsaved work, asked when the window is closed. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Dialog } from 'electron';
import type { Client } from '../shared/client';
import { withExtension } from './file-name';

type AskDialog = Pick<Dialog, 'showMessageBox' | 'showSaveDialog'>;

/** Saves where it came from, or asks where to. @returns false if the person stepped back */
async function save(
  dialog: AskDialog,
  client: Client,
  one: { document: string; name: string; path?: string | undefined },
  folder: string,
): Promise<boolean> {
  let path = one.path;
  let replace = false;
  for (;;) {
    if (path === undefined) {
      const chosen = await dialog.showSaveDialog({
        title: `Save ${one.name}`,
        defaultPath: join(folder, withExtension(one.name.replaceAll('/', '-'))),
        filters: [{ name: 'Nestwork labs', extensions: ['nestwork.json'] }],
      });
      if (chosen.canceled || !chosen.filePath) return false;
      path = withExtension(chosen.filePath);
      replace = false;
    }
    const saved = await client.call('documents.save', { document: one.document, ...(one.path === undefined && { path }), replace });
    if (saved.ok) return true;
    const exists = saved.error.code === 'exists';
    const { response } = await dialog.showMessageBox({
      type: exists ? 'question' : 'error',
      message: saved.error.message,
      detail: saved.error.hint ?? '',
      buttons: exists ? ['Replace', 'Another name', 'Cancel'] : ['Another name', 'Cancel'],
      defaultId: exists ? 1 : 0,
      cancelId: exists ? 2 : 1,
    });
    if (response === (exists ? 2 : 1)) return false;
    if (exists && response === 0) replace = true;
    else {
      folder = dirname(path);
      path = undefined;
      one = { ...one, path: undefined };
    }
  }
}

/**
 * Asks about every edited document in turn.
 * @returns true if the window may go: all saved, or given up on purpose
 */
export async function mayLeave(dialog: AskDialog, client: Client): Promise<boolean> {
  const listed = await client.call('documents.list', {});
  if (!listed.ok) return true;
  for (const one of listed.value.documents) {
    if (!one.edited) continue;
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: `Save the changes to ${one.name} before closing?`,
      detail: one.lab.phase === 'running' ? 'The lab itself goes on running either way.' : 'What is not saved is lost.',
      buttons: ['Save', 'Close without saving', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    if (response === 2) return false;
    if (response === 0 && !(await save(dialog, client, one, one.path ? dirname(one.path) : homedir()))) return false;
    if (response === 1) await client.call('documents.close', { document: one.document });
  }
  return true;
}
