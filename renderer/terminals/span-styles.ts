/**
 * xterm gives text of a colour that is in no palette its colour by `setAttribute('style', …)`, which the page's security policy forbids (style-src-attr), and
 * without a word: the text is black. The same through the object model is allowed. Only for `span`, which is what xterm makes, and only for this attribute.
 */
export function allowSpanStyles(): void {
  Object.defineProperty(HTMLSpanElement.prototype, 'setAttribute', {
    configurable: true,
    writable: true,
    value(this: HTMLSpanElement, name: string, value: string): void {
      if (name === 'style') this.style.cssText = value;
      else Element.prototype.setAttribute.call(this, name, value);
    },
  });
}
