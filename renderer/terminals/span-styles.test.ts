import { expect, it, vi } from 'vitest';
import { allowSpanStyles } from './span-styles';

it('a span takes its style through the object model, and everything else as before', () => {
  const byAttribute = vi.spyOn(Element.prototype, 'setAttribute');
  allowSpanStyles();
  const span = document.createElement('span');
  span.setAttribute('style', `${span.getAttribute('style') || ''}color: rgb(1, 2, 3);`);
  span.setAttribute('style', `${span.getAttribute('style') || ''}background-color: rgb(4, 5, 6);`);
  span.setAttribute('title', 'x');
  document.createElement('div').setAttribute('style', 'color: red');
  expect([span.style.color, span.style.backgroundColor, span.title]).toEqual(['rgb(1, 2, 3)', 'rgb(4, 5, 6)', 'x']);
  expect(byAttribute.mock.calls.map(([name]) => name)).toEqual(['title', 'style']);
  byAttribute.mockRestore();
  Reflect.deleteProperty(HTMLSpanElement.prototype, 'setAttribute');
});
