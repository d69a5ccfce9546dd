/** Writing something under a name that a person has chosen: over another file only when they say so. */
import type { Result } from '../../electron/shared/result';
import { errorIn, t } from '../text';
import { useUi } from './ui';

/** @param write refuses with code `exists` unless it is to replace */
export async function saveUnder(
  write: (replace: boolean) => Promise<Result<{ path: string }>>,
  words: { saved: (path: string) => string; notSaved: string },
  replace = false,
): Promise<void> {
  const ui = useUi();
  const saved = await write(replace);
  if (saved.ok) return ui.showToast({ text: words.saved(saved.value.path) });
  if (saved.error.code !== 'exists') return ui.showError(words.notSaved, saved.error);
  ui.question = {
    title: t('files.replace'),
    text: errorIn(saved.error).message,
    choices: [
      { label: t('common.cancel'), run: () => undefined },
      { label: t('files.replaceIt'), danger: true, run: () => void saveUnder(write, words, true) },
    ],
  };
}
