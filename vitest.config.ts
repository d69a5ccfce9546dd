import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

/** Tests that use the real kernel change it (inside their own namespaces), measure it and share its limits: one file at a time. */
const alone = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 };
/** For files whose labs and computers are their own and who mostly wait for timers of the kernel. */
const waiting = { fileParallelism: true, maxWorkers: 3 };
/** A bogus folder: requiring "electron" must never make a test download anything. */
const env = { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' };

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'electron', include: ['electron/**/*.test.ts'], environment: 'node', env } },
      { plugins: [vue()], test: { name: 'renderer', include: ['renderer/**/*.test.ts'], environment: 'jsdom', env } },
      { test: { name: 'build', include: ['build/**/*.test.{ts,mjs}'], environment: 'node', env, testTimeout: 60_000 } },
      { test: { name: 'kernel', include: ['e2e/kernel/**/*.test.ts'], environment: 'node', env, ...alone, ...waiting } },
      { test: { name: 'safety', include: ['e2e/safety/**/*.test.ts'], environment: 'node', env, ...alone } },
      // The boot that all tests of a file share is their hook.
      {
        test: { name: 'full-kernel', include: ['e2e/full-kernel/**/*.test.ts'], environment: 'node', env, ...alone, hookTimeout: 300_000 },
      },
      // Each file has computers of its own, and some mostly wait.
      {
        test: {
          name: 'uplink',
          include: ['e2e/uplink/**/*.test.ts'],
          environment: 'node',
          env,
          ...alone,
          ...waiting,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
