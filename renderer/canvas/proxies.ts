/**
 * The layer of names over the picture: one transparent element per device, for screen readers, the keyboard and tests.
 * Refreshed when the view has come to rest; during a pan the layer only moves as one. Cables appear after their device while it
 * has the focus.
 */
import { t } from '../text';
import { flowWords } from './flows';
import { silhouettes } from './geometry';
import type { NodeItem } from './items';
import type { Scene } from './scene';

/** A lab of up to so many devices has an element for each; a larger one for those in view; none but the focused beyond that. */
const most = 400;
/** Side of a cable's element, canvas px. */
const cableSize = 24;

export class Proxies {
  private readonly elements = new Map<string, HTMLElement>();
  /** The node or link that Tab comes to. */
  private current: string | undefined;
  private drawn = -1;

  constructor(
    private readonly layer: HTMLElement,
    private readonly scene: Scene,
  ) {
    layer.setAttribute('role', 'listbox');
    layer.setAttribute('aria-multiselectable', 'true');
    this.follow();
  }

  get focused(): string | undefined {
    const active = this.layer.ownerDocument.activeElement;
    return active instanceof HTMLElement && this.layer.contains(active) ? active.dataset.id : undefined;
  }

  /** Moves with the view; cheap enough for every frame. */
  follow(): void {
    const { x, y, scale } = this.scene.viewport.view;
    this.layer.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  /** Which elements there are, where, and what they say. Focus stays where it was, or goes to the layer if its device is gone. */
  refresh(): void {
    const { scene } = this;
    this.drawn = scene.revision;
    this.layer.setAttribute('aria-label', t('canvas.network'));
    const hadFocus = this.focused !== undefined;
    if (this.current && !scene.has(this.current)) this.current = undefined;
    let wanted = this.wanted();
    if (this.current === undefined) {
      [this.current] = wanted;
      // The first one's cables come after it, as those of any other that Tab comes to.
      wanted = this.wanted();
    }
    for (const [id, element] of this.elements) {
      if (wanted.has(id)) continue;
      this.elements.delete(id);
      element.remove();
    }
    let before: HTMLElement | null = null;
    for (const id of wanted) {
      let element = this.elements.get(id);
      if (!element) {
        element = this.make(id);
        this.elements.set(id, element);
      }
      const place: ChildNode | null = before ? before.nextSibling : this.layer.firstChild;
      if (place !== element) this.layer.insertBefore(element, place);
      this.update(id, element);
      before = element;
    }
    this.layer.tabIndex = wanted.size === 0 ? 0 : -1;
    if (hadFocus && this.focused === undefined) (this.element(this.current) ?? this.layer).focus({ preventScroll: true });
  }

  /** True if names, places or states changed since the last refresh. */
  get stale(): boolean {
    return this.drawn !== this.scene.revision;
  }

  /** Gives a node, link or ghost the keyboard; its element is made if it was out of view. */
  focus(id: string): void {
    if (!this.scene.has(id)) return;
    this.current = id;
    this.refresh();
    this.element(id)?.focus({ preventScroll: true });
  }

  /** What the keyboard comes to when nothing had it. */
  elementToFocus(): HTMLElement | undefined {
    return this.element(this.current);
  }

  /** Says which of them are selected. */
  select(): void {
    for (const [id, element] of this.elements) element.setAttribute('aria-selected', String(this.scene.selection.has(id)));
  }

  private element(id: string | undefined): HTMLElement | undefined {
    return id === undefined ? undefined : this.elements.get(id);
  }

  /** Ids in the order of Tab: each node in view, the current one followed by its cables. */
  private wanted(): Set<string> {
    const { scene } = this;
    const link = this.current ? scene.links.get(this.current) : undefined;
    const ghost = scene.ghosts.get(this.current ?? '');
    const between = link ?? ghost;
    const node: NodeItem | undefined = between ? this.owner(between.a, between.b ?? between.a) : scene.nodes.get(this.current ?? '');
    const there = scene.nodes.size > most ? scene.touching(scene.viewport.visible()).nodes : [...scene.nodes.values()];
    const reading = (a: NodeItem, b: NodeItem) => a.y - b.y || a.x - b.x;
    const few = there.length <= most;
    const first = few || node ? undefined : there.reduce((a, b) => (reading(a, b) <= 0 ? a : b));
    const nodes = few ? there.sort(reading) : first ? [first] : [];
    if (node && !nodes.includes(node)) nodes.push(node);
    const ids = new Set<string>();
    for (const one of nodes) {
      ids.add(one.id);
      if (one !== node) continue;
      for (const cable of one.links) if (cable.stands > 0) ids.add(cable.id);
      for (const ghost of scene.ghosts.of(one)) if (ghost.stands) ids.add(ghost.id);
    }
    return ids;
  }

  /** A cable belongs to the end that was focused before it. */
  private lastNode: NodeItem | undefined;
  private owner(a: NodeItem, b: NodeItem): NodeItem {
    return this.lastNode === b ? b : a;
  }

  private make(id: string): HTMLElement {
    const element = this.layer.ownerDocument.createElement('div');
    element.setAttribute('role', 'option');
    element.dataset.id = id;
    element.addEventListener('focus', () => {
      this.lastNode = this.scene.nodes.get(id) ?? this.lastNode;
      const before = this.current;
      this.current = id;
      if (before !== id) this.refresh();
    });
    return element;
  }

  private update(id: string, element: HTMLElement): void {
    const [node, link, ghost] = [this.scene.nodes.get(id), this.scene.links.get(id), this.scene.ghosts.get(id)];
    const box = this.scene.boxOf(id);
    if (!box) return;
    const flow = link?.flows && flowWords(link.flows, link.line.direction);
    const spoken = [ghost?.record.spoken ?? (node ?? link)?.view.spoken, flow && t('canvas.traffic', { flow })].filter(Boolean).join(', ');
    if (element.getAttribute('aria-label') !== spoken) element.setAttribute('aria-label', spoken);
    element.setAttribute('aria-selected', String(this.scene.selection.has(id)));
    // Cables of the current device can be reached by Tab, in their order; so can the device itself.
    element.tabIndex = id === this.current || link || ghost ? 0 : -1;
    element.dataset.kind = ghost ? 'ghost' : node ? node.kind : 'cable';
    element.dataset.state = link?.view.cut ? 'cut' : ((node ?? link)?.view.state ?? '');
    const [width, height] = node ? [silhouettes[node.kind].width, silhouettes[node.kind].height] : [cableSize, cableSize];
    // Through the style object: a style attribute is against the content policy. Equal values cost nothing.
    const place = {
      left: `${(box.x0 + box.x1) / 2 - width / 2}px`,
      top: `${(box.y0 + box.y1) / 2 - height / 2}px`,
      width: `${width}px`,
      height: `${height}px`,
    };
    Object.assign(element.style, place);
  }
}
