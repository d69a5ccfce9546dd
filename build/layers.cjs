/**
 * The layer rule: which folder may import what. One table; a path is a permission. dependency-cruiser reads it from
 * build/layers.cruise.cjs, and build/layers.test.ts plants forbidden imports and sees each of them fail.
 */
const layer = (name) => `^electron/${name}/`;
const renderer = '^renderer/';
/** What a test beside a file, and what it is given, may use as well. */
const tests = '[.](test|fixture)[.]ts$';

/** Folder, what its own files may import (as patterns of resolved paths), and whether Node's own modules are among it. */
const layers = [
  { name: 'shared', from: layer('shared'), may: [layer('shared')], packages: ['zod', 'ipaddr.js'], node: false },
  { name: 'engine', from: layer('engine'), may: [layer('engine'), layer('shared')], packages: ['ipaddr.js'], node: false },
  { name: 'formats', from: layer('formats'), may: [layer('formats'), layer('shared')], packages: [], node: false },
  { name: 'helper', from: layer('helper'), may: [layer('helper'), layer('shared')], packages: ['zod', 'sudo-prompt'], node: true },
  {
    name: 'host',
    from: layer('host'),
    may: ['host', 'shared', 'engine', 'formats', 'helper'].map(layer),
    packages: ['zod'],
    node: true,
  },
  { name: 'main', from: layer('main'), may: ['main', 'host', 'shared'].map(layer), packages: ['electron', 'zod'], node: true },
  {
    name: 'preload',
    from: layer('preload'),
    may: [layer('preload'), '^electron/shared/contract[.]ts$'],
    packages: ['electron'],
    node: false,
  },
  { name: 'serve', from: layer('serve'), may: ['serve', 'host', 'shared'].map(layer), packages: ['ws', 'zod'], node: true },
  {
    name: 'cli',
    from: layer('cli'),
    may: ['cli', 'host', 'shared', 'serve'].map(layer),
    packages: [],
    node: true,
  },
  {
    name: 'renderer',
    from: renderer,
    may: [renderer, ...['shared', 'engine', 'formats'].map(layer)],
    packages: ['vue', 'vue-i18n', 'pinia', 'reka-ui', '@lucide/vue', '@xterm/', 'zod', 'ipaddr.js'],
    node: false,
  },
];

/** A package by its place in node_modules, nested or not. */
const packagePath = (name) => `(^|/)node_modules/${name.replace(/[.]/g, '[.]')}${name.endsWith('/') ? '' : '/'}`;

const rules = layers.flatMap(({ name, from, may, packages, node }) => [
  {
    name: `${name}-imports`,
    comment: `Code in ${name} imports only what the table in build/layers.cjs grants it.`,
    severity: 'error',
    from: { path: from, pathNot: name === 'renderer' ? [tests, '^renderer/(vite[.]config|env[.]d)[.]ts$'] : tests },
    to: {
      pathNot: [...may, ...packages.map(packagePath)],
      dependencyTypesNot: node ? ['core'] : [],
    },
  },
]);

module.exports = { layers, rules, packagePath };
