import { defineConfig } from '@playwright/test';
import type { Options } from './fixtures';

/** The same specs through two doors: browser mode in Debian's Chromium, and Electron where there is a binary. */
export default defineConfig<object, Options>({
  testDir: './specs',
  outputDir: '../test-results',
  // They share the machine's kernel and its two cores.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'line',
  projects: [
    { name: 'browser', use: { mode: 'browser' } },
    { name: 'electron', use: { mode: 'electron' } },
  ],
});
