import inngest from '@inngest/eslint-plugin'
import next from 'eslint-config-next'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export it by name: only Next and the tools may demand a default export.',
}
const swallowed = [
  {
    selector:
      "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[body.type='BlockStatement'][body.body.length=0]",
    message: 'An error has a consequence: act on it or let it pass on.',
  },
  {
    selector: "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[body.type='Literal']",
    message: 'An error has a consequence: act on it or let it pass on.',
  },
  {
    selector:
      "CallExpression[callee.property.name='catch'] > ArrowFunctionExpression[body.type='Identifier'][body.name='undefined']",
    message: 'An error has a consequence: act on it or let it pass on.',
  },
]

export default defineConfig(
  globalIgnores(['.next/', '.data/', 'test/output/', 'next-env.d.ts', 'drizzle/migrations/']),
  ...next,
  { settings: { next: { rootDir: import.meta.dirname } }, rules: { '@next/next/no-html-link-for-pages': 'off' } },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin, '@inngest': inngest },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@inngest/await-inngest-send': 'error',
      '@inngest/no-nested-steps': 'error',
      '@inngest/no-variable-mutation-in-step': 'error',
      'no-empty': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, ...swallowed],
    },
  },
  {
    files: ['{lib,app,inngest,sandbox}/**/*.{ts,tsx}', 'proxy.ts', 'instrumentation.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    // Tells what React's compiler would leave alone; this app is not compiled by it.
    files: ['app/**'],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    // Playwright hands its fixtures on by a function called use, which is no hook of React's.
    files: ['test/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off' },
  },
  {
    // Next loads these by their default export, and so do the tools their own configuration.
    files: ['app/**', 'next.config.ts', '{drizzle,test}/*config.ts', 'test/e2e/start.ts'],
    rules: { 'no-restricted-syntax': ['error', ...swallowed] },
  },
)
