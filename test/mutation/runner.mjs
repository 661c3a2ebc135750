import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { DryRunStatus, TestStatus, determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'
import { collecting } from './collect.mjs'

/** The rooms whose tests are the core's own. */
const rooms = ['test/sync', 'test/pairs']

const require = createRequire(import.meta.url)

/** Modules that remember between calls, and what they remember the answers of: a fault there could outlive its turn. */
const remembering = /lib\/sync\/(match|keys|wall-clock)\.ts$/

/** Runs the core's tests in this process, for Stryker: the instrumented sources are bundled once, so that a planted fault costs milliseconds. */
class CoreRunner {
  static inject = [commonTokens.options]

  /** Static faults are left out (see the configuration), so nothing ever has to be loaded anew. */
  capabilities() {
    return { reloadEnvironment: false }
  }

  async init() {
    const files = rooms.flatMap((room) =>
      readdirSync(room, { recursive: true })
        .filter((name) => String(name).endsWith('.test.ts'))
        .map((name) => join(room, String(name))),
    )
    const [output] = (
      await build({
        stdin: { contents: files.map((file) => `import './${file}'`).join('\n'), resolveDir: process.cwd() },
        bundle: true,
        write: false,
        platform: 'node',
        format: 'cjs',
        target: 'node20',
        packages: 'external',
        alias: { '@': process.cwd() },
        logLevel: 'error',
      })
    ).outputFiles
    this.evaluate = new Function('require', 'module', 'exports', output.text)
  }

  /** The tests of a house that no fault has been in. */
  collect() {
    const { tests, vitest } = collecting()
    const bundle = { exports: {} }
    this.evaluate((name) => (name === 'vitest' ? vitest : require(name)), bundle, bundle.exports)
    return tests
  }

  async dryRun() {
    const space = spaceOf({ activeMutant: undefined, mutantCoverage: { static: {}, perTest: {} } })
    const results = []
    for (const test of this.collect()) {
      space.currentTestId = test.id
      results.push(await resultOf(test))
    }
    space.currentTestId = undefined
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: space.mutantCoverage }
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const space = spaceOf({ activeMutant: undefined, hitCount: 0, hitLimit })
    const wanted = testFilter ? new Set(testFilter) : null
    const house = remembering.test(activeMutant.fileName) ? this.collect() : (this.house ??= this.collect())
    const tests = house.filter(({ id }) => !wanted || wanted.has(id))
    space.activeMutant = activeMutant.id
    const results = []
    for (const test of tests) {
      results.push(await resultOf(test))
      if (!disableBail && results.at(-1).status === TestStatus.Failed) break
    }
    const timedOut = determineHitLimitReached(space.hitCount, hitLimit)
    return toMutantRunResult(timedOut ?? { status: DryRunStatus.Complete, tests: results })
  }
}

/** What the instrumented sources look at: which fault is switched on, and how often it was met. */
const spaceOf = (state) => Object.assign((globalThis.__stryker__ ??= {}), state)

async function resultOf({ id, name, run }) {
  const started = performance.now()
  const told = await run().then(
    () => ({ status: TestStatus.Success }),
    (error) => ({ status: TestStatus.Failed, failureMessage: String(error?.message ?? error) }),
  )
  return { id, name, timeSpentMs: performance.now() - started, ...told }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'core', CoreRunner)]
