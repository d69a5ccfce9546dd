import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TextStyle } from '../text';
import { PathBuilder } from './path';
import { writePdf } from './pdf';
import { naturalWidth, winAnsi } from './pdf-faces';
import { Recorder } from './recorder';
import type { Drawn } from '../icons';
import { writeSvg } from './svg';

const style: TextStyle = { font: '600 13px system-ui, sans-serif', colour: 'rgb(31, 35, 40)', halo: 'rgb(255, 255, 255)' };
function picture(words: string) {
  const recorder = new Recorder();
  recorder.fillStyle = 'rgb(255, 255, 255)';
  recorder.fillRect(0, 0, 100, 50);
  recorder.save();
  recorder.translate(20, 10);
  recorder.scale(2, 2);
  recorder.setLineDash([5, 4]);
  recorder.strokeStyle = 'rgb(29, 89, 201)';
  recorder.lineWidth = 1.5;
  recorder.beginPath();
  recorder.rect(0, 0, 10, 5);
  recorder.stroke();
  recorder.clip();
  recorder.globalAlpha = 0.3;
  recorder.fillRect(0, 0, 4, 4);
  recorder.restore();
  recorder.fill({ d: 'M1 1h2v2z' } as Drawn);
  recorder.text(words, style, 10, 40, 30);
  return { title: 'Lab <“1”>', width: 100, height: 50, marks: recorder.marks };
}

describe('a path', () => {
  it('keeps to the circle, and is transformed as its points come', () => {
    const path = new PathBuilder([2, 0, 0, 2, 5, 0]);
    path.arc(0, 0, 10, 0, 2 * Math.PI);
    expect(path.segments).toHaveLength(5);
    for (const segment of path.segments.slice(1)) {
      const [x, y] = segment.slice(-2) as [number, number];
      expect(Math.hypot(x - 5, y)).toBeCloseTo(20, 6);
    }
  });

  it('reads what icons are made of: relative commands, and arcs by their ends', () => {
    const path = new PathBuilder();
    path.trace('M5.9 4.2a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 1 1 3.8 0M0 0h4v-3l-1 .5z');
    const ends = path.segments.map((segment) => segment.slice(-2));
    expect(ends[0]).toEqual([5.9, 4.2]);
    for (const [op, ...points] of path.segments.slice(1, -5)) {
      if (op !== 'C') continue;
      expect(Math.hypot((points.at(-2) as number) - 4, (points.at(-1) as number) - 4.2)).toBeCloseTo(1.9, 6);
    }
    expect(path.segments.slice(-5)).toEqual([['M', 0, 0], ['L', 4, 0], ['L', 4, -3], ['L', 3, -2.5], ['Z']]);
  });
});

describe('a picture as SVG', () => {
  it('has the shapes in px, the words as words, and nothing that a name could break out of', () => {
    const svg = writeSvg(picture('<h1>&"'));
    const page = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(page.querySelector('parsererror')).toBeNull();
    expect(page.querySelector('title')?.textContent).toBe('Lab <“1”>');
    const dashed = page.querySelector('path[stroke]')!;
    expect([dashed.getAttribute('stroke-width'), dashed.getAttribute('stroke-dasharray')]).toEqual(['3', '10 8']);
    expect(dashed.getAttribute('d')).toBe('M20 10L40 10L40 20L20 20Z');
    const text = page.querySelector('text')!;
    expect([text.textContent, text.getAttribute('textLength'), text.getAttribute('font-weight')]).toEqual(['<h1>&"', '30', '600']);
    expect(page.querySelector('g[clip-path] path')?.getAttribute('opacity')).toBe('0.3');
    expect(page.querySelectorAll('script, style, [style]')).toHaveLength(0);
  });
});

describe('a picture as PDF', () => {
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const streams = (file: Uint8Array): string[] => {
    const text = latin(file);
    return [...text.matchAll(/\/Length (\d+) >>\nstream\n/g)].map((match) => {
      const from = match.index + match[0].length;
      return inflateSync(file.subarray(from, from + Number(match[1]))).toString('latin1');
    });
  };

  it('is a file whose table of places is right, of one page of the size of the drawing', async () => {
    const file = await writePdf(picture('h1'));
    const text = latin(file);
    expect(text).toMatch(/^%PDF-1\.4\n/);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    const places = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(places.length).toBeGreaterThan(4);
    places.forEach((place, at) => expect(text.slice(place, place + 8)).toMatch(new RegExp(`^${at + 1} 0 obj`)));
    expect(text).toContain('/MediaBox [0 0 75 37.5]');
    const [content] = streams(file);
    // The words are the face's own codes, stretched from their natural width to the measured one.
    const natural = naturalWidth(winAnsi('h1')!, 'Helvetica-Bold') * 13;
    expect(content).toContain(`/Helvetica-Bold 13 Tf ${Math.round(3_000_000 / natural) / 1000} Tz 1 0 0 -1 10 40 Tm <6831> Tj`);
    expect(content).toContain('[10 8] 0 d 20 10 m 40 10 l 40 20 l 20 20 l h S');
    expect(text).toContain('/ca 0.3');
  });

  it('has letters that its faces lack as pixels', async () => {
    const rgba = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
    const file = await writePdf(picture('網'), () => ({ width: 2, height: 1, scale: 4, before: 3, above: 15, rgba }));
    const [mask, colours, content] = streams(file);
    expect([mask, colours]).toEqual(['\x04\x08', '\x01\x02\x03\x05\x06\x07']);
    expect(content).toContain('/I1 Do');
    expect(winAnsi('Größe – “x”')).toEqual([71, 114, 246, 223, 101, 32, 150, 32, 147, 120, 148]);
  });
});
