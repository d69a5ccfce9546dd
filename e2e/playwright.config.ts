import { defineConfig } from '@playwright/test';
import type { Options } from './fixtures';

/** The same specs through two doors: browser mode in Debian's Chromium, and Electron where there is a binary. */
export default defineConfig<object, Options>({
  testDir: './specs',
  outputDir: '../test-results',
  // Each has labs, folders and a host of its own, and mostly waits for the kernel or for a frame.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'line',
  projects: [
    { name: 'browser', use: { mode: 'browser' } },
    { name: 'electron', use: { mode: 'electron' } },
  ],
});
