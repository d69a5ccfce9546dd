import { resolve } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/**
 * The way to the host is a script of its own, which the browser runs as soon as it has it: while the window's code is still being read. The browser notes where in
 * a script a socket was made, and reads all of that script once more for it; of this one that is nothing.
 */
const hostFirst: Plugin = {
  name: 'host-first',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(/<link rel="modulepreload"([^>]*?)href="([^"]*\/host-[^"]*)">/, '<script type="module" async$1src="$2"></script>'),
  },
};

export default defineConfig({
  root: resolve(import.meta.dirname),
  base: './',
  plugins: [vue(), hostFirst],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: resolve(import.meta.dirname, '../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'host', test: /renderer\/bridge\/(early|transport)/, priority: 1 },
            // What the first picture needs is one file, whoever else needs some of it: each file is one more question to the host.
            { name: 'window', tags: ['$initial'] },
          ],
        },
      },
    },
    // kB. It is read from this computer, not from a network.
    chunkSizeWarningLimit: 2500,
  },
});
