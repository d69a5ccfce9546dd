import { describe, expect, it } from 'vitest';
import { generate } from '../../electron/engine/generate';
import { DrawnLab } from './drawn-lab.fixture';
import { flowText, flowWords, flowsOf, takeFlows } from './flows';
import { Scene } from './scene';

describe('traffic on a cable', () => {
  it('has three digits and a step of density; silence is not drawn', () => {
    const text = (rate: number) => flowsOf([rate, 0])?.map((flow) => ({ step: flow.step, text: flowText(flow) }))[0];
    expect(flowsOf([0, 0.4])).toBeUndefined();
    expect(text(784)).toEqual({ step: 1, text: '784' });
    expect(text(999.7)).toEqual({ step: 1, text: '1.00k' });
    expect(text(41_234)).toEqual({ step: 2, text: '41.2k' });
    expect(text(1_100_000)).toEqual({ step: 3, text: '1.10M' });
    expect(text(1e10)).toEqual({ step: 4, text: '10.0G' });
  });

  it('says which way each number goes', () => {
    const flows = flowsOf([784, 1_100_000])!;
    expect(flowWords(flows, { x: 1, y: 0 })).toBe('→ 784  ← 1.10M');
    expect(flowWords(flows, { x: -1, y: 0.1 })).toBe('→ 1.10M  ← 784');
    expect(flowWords(flows, { x: 0, y: 1 })).toBe('↓ 784  ↑ 1.10M');
    expect(flowWords(flowsOf([784, 0])!, { x: 0.7, y: -0.7 })).toBe('↗ 784');
  });

  it('marks only the cables whose picture changes', () => {
    const lab = new DrawnLab(generate('star', 3));
    const scene = new Scene(lab, () => undefined);
    const [first, second] = [...scene.links.keys()] as [string, string];
    const taken = (rates: [string, [number, number]][], ids: string[]): string[] => {
      scene.marks.clear();
      takeFlows(scene.links, scene.marks, new Map(rates), ids);
      return [...scene.marks.items, ...scene.marks.renumbered].map(({ id }) => id).sort();
    };
    expect(taken([[first, [1000, 0]], [second, [0, 0]]], [first, second, 'gone'])).toEqual([first]); // prettier-ignore
    expect(taken([[first, [1001, 0]]], [first])).toEqual([]);
    expect(taken([[first, [1500, 0]]], [first])).toEqual([first]);
    // Only its number.
    expect(scene.marks.items.size).toBe(0);
    expect(taken([[first, [2000, 0]], [second, [8, 8]]], [first, second])).toEqual([first, second]); // prettier-ignore
    expect(taken([], [first])).toEqual([first]);
    expect(scene.links.get(first)?.flows).toBeUndefined();
  });
});
