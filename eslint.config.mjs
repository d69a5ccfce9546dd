import vue from 'eslint-plugin-vue';
import ts from 'typescript-eslint';

/** Rules beyond the recommended sets, each because a bug of that kind reaches a user. */
const strict = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-return-assign': 'error',
  'no-throw-literal': 'error',
  'prefer-const': 'error',
};

export default ts.config(
  { ignores: ['dist/', 'out/', 'native/', 'node_modules/', 'test-results/', 'playwright-report/', 'e2e/bench/**/*.html'] },
  {
    files: ['**/*.ts', '**/*.vue'],
    extends: [...ts.configs.recommendedTypeChecked, ...vue.configs['flat/recommended']],
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.vue'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...strict,
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // A static style attribute is dropped by the page's security policy; :style goes through the object model and passes.
      'vue/no-static-inline-styles': 'error',
      'vue/no-v-html': 'error',
      // Layout is the formatter's work.
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
    },
  },
  {
    // Components are checked by vue-tsc, which knows what a template ref is; tests read JSON of other programs and are judged by running.
    files: ['**/*.vue', '**/*.test.ts', 'e2e/**/*.ts'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((kind) => [`@typescript-eslint/no-unsafe-${kind}`, 'off']),
    ),
  },
  { files: ['electron/cli/**/*.ts', 'e2e/**/*.ts', 'build/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    rules: { ...strict, 'no-console': 'off', 'no-undef': 'off', 'no-unused-vars': 'error' },
  },
);
