/** A hand that counts what it does: true mouse and keys on the page, nothing else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Count {
  clicks: number;
  drags: number;
  /** A letter, a key, or a chord such as Ctrl+D. */
  keystrokes: number;
}

export class Hand {
  readonly count: Count = { clicks: 0, drags: 0, keystrokes: 0 };
  constructor(private readonly page: Page) {}

  async click({ x, y }: Point): Promise<void> {
    this.count.clicks++;
    await this.page.mouse.click(x, y);
  }
  async drag(from: Point, to: Point): Promise<void> {
    this.count.drags++;
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 2 });
    await this.page.mouse.move(to.x, to.y, { steps: 2 });
    await this.page.mouse.up();
  }
  async press(key: string): Promise<void> {
    this.count.keystrokes++;
    await this.page.keyboard.press(key);
  }
  async type(text: string): Promise<void> {
    this.count.keystrokes += text.length;
    await this.page.keyboard.type(text);
  }
}

/** The tables of docs/clicks.md: for each task, by its number, what each program needs. */
export function written(task: number): Map<string, Count> {
  const text = readFileSync(join(import.meta.dirname, '../../docs/clicks.md'), 'utf8');
  const [, section] = new RegExp(`^## ${task}\\. .*\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text) ?? [];
  if (section === undefined) throw new Error(`docs/clicks.md has no task ${task}.`);
  const rows = [...section.matchAll(/^\| ([^|]+?) +\| +(\d+) +\| +(\d+) +\| +(\d+) +\|/gm)];
  return new Map(
    rows.map(([, name = '', ...numbers]) => {
      const [clicks = 0, drags = 0, keystrokes = 0] = numbers.map(Number);
      return [name.replaceAll('*', ''), { clicks, drags, keystrokes }];
    }),
  );
}
export const total = ({ clicks, drags, keystrokes }: Count): number => clicks + drags + keystrokes;
