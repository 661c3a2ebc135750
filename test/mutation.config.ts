import { defineConfig } from 'vitest/config'
import everything from './vitest.config'

/** The core's own tests alone: what they do not notice, nobody notices before a customer does. */
export default defineConfig({
  ...everything,
  test: { ...everything.test, include: ['test/sync/**/*.test.ts', 'test/pairs/**/*.test.ts'] },
})
