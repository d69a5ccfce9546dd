/** The question about unsaved work, asked when the window is closed. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Dialog } from 'electron';
import type { Client } from '../shared/client';
import type { SayDesktop } from '../shared/text/desktop';
import { withExtension } from './file-name';

type AskDialog = Pick<Dialog, 'showMessageBox' | 'showSaveDialog'>;

/** Saves where it came from, or asks where to. @returns false if the person stepped back */
async function save(
  dialog: AskDialog,
  client: Client,
  say: SayDesktop,
  one: { document: string; name: string; path?: string | undefined },
  folder: string,
): Promise<boolean> {
  let path = one.path;
  let replace = false;
  for (;;) {
    if (path === undefined) {
      const chosen = await dialog.showSaveDialog({
        title: say('saveTitle', { name: one.name }),
        defaultPath: join(folder, withExtension(one.name.replaceAll('/', '-'))),
        filters: [{ name: say('labs'), extensions: ['nestwork.json'] }],
      });
      if (chosen.canceled || !chosen.filePath) return false;
      path = withExtension(chosen.filePath);
      replace = false;
    }
    const saved = await client.call('documents.save', { document: one.document, ...(one.path === undefined && { path }), replace });
    if (saved.ok) return true;
    const exists = saved.error.code === 'exists' || saved.error.code === 'changed-on-disk';
    const { response } = await dialog.showMessageBox({
      type: exists ? 'question' : 'error',
      message: saved.error.message,
      detail: saved.error.hint ?? '',
      buttons: exists ? [say('replace'), say('anotherName'), say('cancel')] : [say('anotherName'), say('cancel')],
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
export async function mayLeave(dialog: AskDialog, client: Client, say: SayDesktop): Promise<boolean> {
  const listed = await client.call('documents.list', {});
  if (!listed.ok) return true;
  for (const one of listed.value.documents) {
    if (!one.edited) continue;
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: say('saveFirst', { name: one.name }),
      detail: say(one.lab.phase === 'running' ? 'runsOn' : 'isLost'),
      buttons: [say('save'), say('closeWithout'), say('cancel')],
      defaultId: 0,
      cancelId: 2,
    });
    if (response === 2) return false;
    if (response === 0 && !(await save(dialog, client, say, one, one.path ? dirname(one.path) : homedir()))) return false;
    if (response === 1) await client.call('documents.close', { document: one.document });
  }
  return true;
}
