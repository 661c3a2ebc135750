import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { bin, build, checkNode, install, root, run } from '../demo/prepare.mjs'

/** `npm test`: everything, from a fresh clone. `npm run check` (--quick): the inner loop, no browser, no server. */
const quick = process.argv.includes('--quick')
const output = 'test/output'
const say = (line) => process.stdout.write(`${line}\n`)
const totals = { passed: 0, failed: 0 }
/** Told together at the end, where a long run would have hidden them. */
const failures = []

async function main() {
  checkNode()
  await install(say)
  if (!quick) await systemPackages()
  mkdirSync(join(root, output), { recursive: true })
  await once('types of the routes', ['next', 'typegen'])
  await Promise.all([lint(), formatAndTypes()])
  await suite('vitest', ['vitest', 'run', '--config', 'test/vitest.config.ts'], vitestCounts)
  if (!quick) await browser()
  for (const line of failures) say(`failed: ${line}`)
  say(`${totals.passed} passed, ${totals.failed} failed`)
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
}

/** Beside the other two, on a core of its own: it takes as long as they do together. */
const lint = () => once('lint', ['eslint', '--max-warnings', '0', '.'])

async function formatAndTypes() {
  await once('format', ['prettier', '--check', '--log-level', 'warn', '.', '!drizzle/migrations/**', '!tsconfig.json'])
  await once('types', ['tsc', '--noEmit', '-p', 'tsconfig.json'])
}

/** What it says is shown when it fails, in one piece. */
async function once(name, [program, ...parts]) {
  counted(name, await succeeds(name, () => run(process.execPath, [bin(program), ...parts], { quiet: true })))
}

function counted(name, ok) {
  totals[ok ? 'passed' : 'failed'] += 1
  if (!ok) failures.push(name)
}

/** Counts come from the tool's own report; a tool that fails without one failed test still counts as a failure. */
async function suite(name, [program, ...parts], counts, env = {}) {
  const report = join(root, output, `${name}.json`)
  rmSync(report, { force: true })
  const ok = await ends(name, [bin(program), ...parts, ...reporters(name)], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    CONCORD_CHECK: quick ? 'quick' : 'full',
  })
  const { passed, failed } = existsSync(report)
    ? counts(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: [] }
  const lines = !ok && failed.length === 0 ? [name] : failed
  totals.passed += passed
  totals.failed += lines.length
  failures.push(...lines)
}

function reporters(name) {
  if (name === 'playwright') return ['--reporter=list,json']
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${output}/${name}.json`]
}

const vitestCounts = ({ numPassedTests, testResults }) => ({
  passed: numPassedTests,
  failed: testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && assertionResults.length === 0) return [`${relative(root, name)}: ${firstLine(message)}`]
    return failed.map((test) => `${relative(root, name)}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`)
  }),
})

const playwrightCounts = ({ stats, suites }) => ({
  passed: stats.expected + stats.flaky,
  failed: specsOf({ suites })
    .filter(({ ok }) => !ok)
    .map(({ file, title }) => `${file}: ${title}`),
})

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)]
const firstLine = (message = '') => message.split('\n', 1)[0]

async function browser() {
  const built = await succeeds('build', () => build(say))
  counted('build', built)
  if (!built) return
  await suite('playwright', ['playwright', 'test', '--config', 'test/playwright.config.ts'], playwrightCounts)
}

async function ends(name, parts, env = {}) {
  return succeeds(name, () => run(process.execPath, parts, { env: { ...process.env, ...env } }))
}

async function succeeds(name, work) {
  const started = Date.now()
  say(`\n== ${name}`)
  try {
    await work()
    say(`== ${name}: ok, ${((Date.now() - started) / 1000).toFixed(1)} s`)
    return true
  } catch (error) {
    say(`== ${name}: failed. ${error.message}`)
    return false
  }
}

/** A browser and a PostgreSQL server, from the distribution, where they are missing and we may install them. */
async function systemPackages() {
  const missing = [
    ...(process.env.CHROMIUM_PATH || existsSync('/usr/bin/chromium') ? [] : ['chromium']),
    ...(hasPostgres() ? [] : ['postgresql']),
  ]
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    say(`Please install: ${missing.join(', ')}. Tests that need them will fail.`)
    return
  }
  await succeeds(`install ${missing.join(', ')}`, async () => {
    await run('apt-get', ['update', '-qq'], { quiet: true })
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { quiet: true, env })
  })
}

function hasPostgres() {
  const home = '/usr/lib/postgresql'
  return existsSync(home) && readdirSync(home).some((version) => existsSync(join(home, version, 'bin/initdb')))
}

await main()
