import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { freePorts } from './ports.mjs'
import { bin, build, checkNode, install, root } from './prepare.mjs'
import { settings } from './settings.mjs'

/** `npm run demo`: from a fresh clone to a page in a browser, or with --headless to a finished synchronisation. */
const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** A folder of CSV files for the books instead of the built-in seed. */
    data: { type: 'string' },
    pair: { type: 'string', default: 'sage-sales.sage-50-fr' },
    /** New keys, ports and build marker as well; the data begin anew at every start, as the simulators forget. */
    fresh: { type: 'boolean', default: false },
  },
})
const home = join(root, '.data/demo')
const say = (line) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)
const children = new Set()

async function main() {
  checkNode()
  const [crm = '', books = ''] = values.pair.split('.')
  if (values.pair !== 'sage-sales.sage-50-fr') throw new Error(`There is no pair ${values.pair} yet.`)
  const data = values.data === undefined ? [] : ['--data', resolve(process.env.INIT_CWD ?? process.cwd(), values.data)]
  await install(say)
  if (values.headless) return headless(data)
  await build(say)
  const { url, hints } = await startAll(crm, books, data)
  say(`\n  Open  ${url}\n`)
  say('  Type these into the set-up:')
  for (const { label, value } of hints) say(`    ${`${label}:`.padEnd(36)} ${value}`)
  say('\n  Ctrl+C stops everything.')
}

async function headless(data) {
  const child = start(
    'headless',
    ['--import', 'tsx', 'demo/headless.ts', ...data, ...(values.json ? ['--json'] : [])],
    {
      output: 'inherit',
    },
  )
  process.exitCode = await new Promise((ended) => child.once('exit', (code) => ended(code ?? 1)))
}

async function startAll(crm, books, data) {
  if (values.fresh) rmSync(home, { recursive: true, force: true })
  rmSync(join(home, 'database'), { recursive: true, force: true })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const [host, app, crmPort, booksPort] = await freePorts(4600, 4)
  const url = { host: `http://localhost:${host}`, app: `http://127.0.0.1:${app}` }
  const made = settings({ home, hostUrl: url.host, appUrl: url.app, crmPort, booksPort })
  const hostSettings = join(home, 'crm-host.json')
  writeFileSync(hostSettings, JSON.stringify(made.host), { mode: 0o600 })
  const sandbox = (vendor, port, more = []) => [
    '--import',
    'tsx',
    'sandbox/index.ts',
    vendor,
    '--port',
    `${port}`,
    ...more,
  ]
  const addresses = [
    '--crm',
    `http://127.0.0.1:${crmPort}`,
    '--books',
    `http://127.0.0.1:${booksPort}`,
    '--app',
    url.app,
  ]

  say('Starting simulators, CRM page and app ...')
  start(crm, sandbox(crm, crmPort))
  start(books, sandbox(books, booksPort, data))
  start('crm-host', [
    '--import',
    'tsx',
    'sandbox/crm-host/index.ts',
    '--port',
    `${host}`,
    '--settings',
    hostSettings,
    ...addresses,
  ])
  start('app', [bin('next'), 'start', '-H', '127.0.0.1', '-p', `${app}`], { env: made.env })
  await Promise.all([
    answers(`http://127.0.0.1:${crmPort}/_admin/calls`),
    answers(`http://127.0.0.1:${booksPort}/_admin/calls`),
    answers(`${url.host}/accounts`),
    answers(`${url.app}/api/health`),
  ])
  return { url: `${url.host}/concord`, hints: made.host.hints }
}

/** One process per program; what it says goes to a file, and is shown when it ends without being asked. */
function start(name, parts, { env = {}, output = 'pipe' } = {}) {
  const child = spawn(process.execPath, parts, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
  })
  children.add(child)
  const said = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      said.push(String(chunk))
      writeFileSync(join(home, `${name}.log`), said.join(''))
    })
  }
  child.once('exit', (code) => {
    children.delete(child)
    if (stopping || output === 'inherit') return
    process.stderr.write(`${said.slice(-20).join('')}\n${name} ended by itself (${code}).\n`)
    stop(1)
  })
  return child
}

async function answers(url) {
  for (;;) {
    if (stopping) return
    const status = await fetch(url).then(
      (answer) => answer.status,
      // Not up yet; a program that never comes up ends by itself and stops us all.
      () => 0,
    )
    if (status === 200) return
    await new Promise((later) => setTimeout(later, 150))
  }
}

let stopping = false
function stop(code) {
  if (stopping) return
  stopping = true
  process.exitCode = code
  for (const child of children) child.kill('SIGTERM')
}
process.once('SIGINT', () => stop(0))
process.once('SIGTERM', () => stop(0))

try {
  await main()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  stop(1)
}
