/** dependency-cruiser's configuration: the layer table, no cycles, nothing that resolves to nowhere, one door to the bridge. */
const { rules } = require('./layers.cjs');

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'bridge-from-stores',
      comment: 'Only the stores talk to the host; panels and canvas talk to the stores.',
      severity: 'error',
      from: { path: '^renderer/', pathNot: ['^renderer/(stores|bridge)/', '^renderer/main[.]ts$', '[.]test[.]ts$'] },
      to: { path: '^renderer/bridge/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one idea in two places.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', comment: 'An import that leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'tests-stay-outside',
      comment: 'What ships never imports a test or the end-to-end suite.',
      severity: 'error',
      from: { path: '^(electron|renderer)/', pathNot: '[.]test[.]ts$' },
      to: { path: ['[.]test[.]ts$', '^e2e/', '^build/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.cjs', '.mjs', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
    exclude: { path: '[.](css|svg|svg[?]raw)$' },
  },
};
