/** What is drawn of a device or cable while two drawings are compared: nothing of the kernel, and how it differs. */
import { t } from '../text';
import type { LinkView, NodeView } from './mapping';
import type { ChangeSign, Comparison } from './model';

/** Letters that a second line has room for. */
const longest = 28;
/** What is the same in both, or is only here, is drawn as an outline; what the other drawing brings is filled. */
const stateOf = (change: ChangeSign | undefined) => (change === '+' || change === '~' ? 'up' : 'down');

export function comparedNode(view: NodeView, { signs, wordsOf }: Comparison): NodeView {
  const change = signs.get(view.id);
  const words = change === '~' ? wordsOf(view.id) : change && t(`canvas.compared.${change === '+' ? 'there' : 'here'}`);
  const spoken = t('canvas.compared.node', {
    name: view.name,
    kind: view.kind === 'group' ? '' : t(`canvas.kind.${view.kind}`),
    change: change ? (words ?? '') : t('canvas.compared.same'),
  });
  const second = words
    ? ({ text: words.length > longest ? `${words.slice(0, longest - 1)}…` : words, style: 'why' } as const)
    : view.second;
  return { ...view, state: stateOf(change), change, differs: false, problem: false, paused: false, second, spoken };
}

export function comparedLink(view: LinkView, { signs, wordsOf }: Comparison): LinkView {
  const change = signs.get(view.id);
  const words = change === '~' ? wordsOf(view.id) : change && t(`canvas.compared.${change === '+' ? 'there' : 'here'}`);
  const said = change ? (words ?? '') : t('canvas.compared.same');
  return { ...view, state: stateOf(change), change, spoken: `${view.spoken.split(',')[0]}, ${said}` };
}
