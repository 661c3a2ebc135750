/** `npm run mutate`: how many faults planted in the pure core its own tests find. Its report is test/output/mutation. */
const config = {
  mutate: ['lib/sync/**/*.ts'],
  testRunner: 'core',
  plugins: ['./test/mutation/runner.mjs'],
  coverageAnalysis: 'perTest',
  // Texts and types cannot change what is decided; static data is loaded once, before any mutant is switched on.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 8_000,
  incremental: true,
  incrementalFile: 'test/output/mutation/incremental.json',
  tempDirName: 'test/output/mutation/sandbox',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, reportMutants: true },
  jsonReporter: { fileName: 'test/output/mutation/report.json' },
  thresholds: { high: 95, low: 90, break: 90 },
  disableTypeChecks: true,
  allowEmpty: false,
}

export default config
