import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const chromium = process.env['CHROMIUM_PATH'] ?? ['/usr/bin/chromium'].find(existsSync)
const rootOnly = process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : []
const args = [
  ...rootOnly,
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const launch = (program: string | undefined) => ({
  launchOptions: { args, ...(program === undefined ? {} : { executablePath: program }) },
})

/** The production build inside a CRM page of another site, third-party cookies blocked. Every worker has systems of its own. */
export default defineConfig({
  testDir: './e2e',
  outputDir: './output/playwright',
  globalSetup: './e2e/start.ts',
  workers: 2,
  // A vendor's pause may fall into any of them; what fails twice is broken.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 40_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    colorScheme: 'light',
    ...launch(chromium),
  },
  projects: [
    { name: 'chromium' },
    {
      // Playwright switches storage partitioning off; this one runs a Chromium as people have it.
      name: 'partitioned',
      testMatch: /launch\.spec/,
      grep: /Opening Concord/,
      use: launch(join(import.meta.dirname, 'e2e/partitioned-chromium')),
    },
  ],
})
