/** xterm's own fast drawing, where the graphics card does it; in software it is slower than the page itself. */
import type { Terminal } from '@xterm/xterm';

/** Renderers that are the processor in disguise. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let hardware: boolean | undefined;

/** Asked once: a context is made, looked at and given back. */
function hasHardware(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!context) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return !software.test(renderer);
}

/**
 * Until it is there, and where it is not, the page draws. A page has some sixteen contexts, so only terminals that are seen have one; one that is lost is
 * done without.
 */
export function drawFast(terminal: Terminal): { dispose(): void } {
  let wanted = true;
  let addon: { dispose(): void } | undefined;
  async function begin(): Promise<void> {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    if (!wanted) return;
    const made = new WebglAddon();
    made.onContextLoss(() => made.dispose());
    terminal.loadAddon(made);
    addon = made;
  }
  hardware ??= hasHardware();
  if (hardware) begin().catch(() => (hardware = false));
  return {
    dispose(): void {
      wanted = false;
      addon?.dispose();
    },
  };
}
