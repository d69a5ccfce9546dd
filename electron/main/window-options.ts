/** How a window is made. */
import type { BrowserWindowConstructorOptions } from 'electron';

/**
 * Shown at once with the page's own background: a window that waits for `ready-to-show` stays invisible on Wayland. All that decides
 * how far the page can reach is stated, also where it is the default.
 * @param preload absolute path of the preload script
 * @param main its place and size are remembered; a name may be had by one window at a time
 */
export function windowOptions(preload: string, dark: boolean, main: boolean): BrowserWindowConstructorOptions {
  return {
    // The name makes Electron remember place and size, and check them against the screens that are there.
    ...(main && { name: 'main', windowStatePersistence: true }),
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    title: 'Nestwork',
    show: true,
    backgroundColor: dark ? '#1a1d21' : '#f2f2ee',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      safeDialogs: true,
    },
  };
}
