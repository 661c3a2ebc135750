import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { choosePair, told } from './choose-pair.mjs'
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
    /** `<crm>.<books>`; without it a terminal is asked, anything else takes the first pair. */
    pair: { type: 'string' },
    /** New keys, ports and build marker as well; the data begin anew at every start, as the simulators forget. */
    fresh: { type: 'boolean', default: false },
  },
})
const home = join(root, '.data/demo')
const say = (line) => (values.json ? process.stderr : process.stdout).write(`${line}\n`)
const children = new Set()

async function main() {
  checkNode()
  const data = values.data === undefined ? [] : ['--data', resolve(process.env.INIT_CWD ?? process.cwd(), values.data)]
  await install(say)
  const { chosen, all } = await choosePair(values.pair, !values.headless)
  if (values.headless) return headless(chosen.id, data)
  await build(say)
  const { url, hints } = await startAll(chosen, all, data)
  say(`\n  Open  ${url}\n  Mail  ${new URL('/mail', url)}\n`)
  if (hints.length > 0) say('  Type these into the set-up:')
  for (const { label, value } of hints) say(`    ${`${label}:`.padEnd(36)} ${value}`)
  say('\n  Ctrl+C stops everything.')
}

async function headless(pair, data) {
  const child = start(
    'headless',
    ['--import', 'tsx', 'demo/headless.ts', '--pair', pair, ...data, ...(values.json ? ['--json'] : [])],
    {
      output: 'inherit',
    },
  )
  process.exitCode = await new Promise((ended) => child.once('exit', (code) => ended(code ?? 1)))
}

/** The CRM, every books system that it pairs with, its page and the app. */
async function startAll(chosen, all, data) {
  if (values.fresh) rmSync(home, { recursive: true, force: true })
  rmSync(join(home, 'database'), { recursive: true, force: true })
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const named = [chosen.crm, ...all.map(({ books }) => books)]
  const [host, app, mail, ...ports] = await freePorts(4600, 3 + named.length)
  const url = { host: `http://localhost:${host}`, app: `http://127.0.0.1:${app}` }
  const vendors = named.map((vendor, at) => described(vendor, ports[at]))
  const [crm, books] = vendors
  const made = settings({
    home,
    hostUrl: url.host,
    appUrl: url.app,
    crm: crm.id,
    vendors,
    mailUrl: `smtp://127.0.0.1:${mail}`,
  })
  const hostSettings = join(home, 'crm-host.json')
  writeFileSync(hostSettings, JSON.stringify(made.host), { mode: 0o600 })
  const addresses = ['--vendor', crm.id, '--crm', crm.url, '--books', books.url, '--app', url.app]

  say('Starting simulators, CRM page and app ...')
  for (const vendor of vendors) start(vendor.id, simulator(vendor, vendor === books ? data : []))
  const page = [
    'sandbox/crm-host/index.ts',
    '--port',
    `${host}`,
    '--settings',
    hostSettings,
    '--mail',
    `${mail}`,
    ...addresses,
  ]
  start('crm-host', ['--import', 'tsx', ...page])
  start('app', [bin('next'), 'start', '-H', '127.0.0.1', '-p', `${app}`], { env: made.env })
  await Promise.all([
    ...vendors.map((vendor) => answers(`${vendor.url}/_admin/calls`)),
    answers(`${url.host}/concord`),
    answers(`${url.app}/api/health`),
  ])
  return { url: `${url.host}/concord`, hints: made.host.hints }
}

function described({ id, name }, port) {
  const url = `http://127.0.0.1:${port}`
  return { id, name, url, port, ...told(['sandbox/index.ts', id, '--describe', url]) }
}

const simulator = ({ id, port, options = [] }, more) => [
  ...['--import', 'tsx', 'sandbox/index.ts', id, '--port', `${port}`],
  ...options,
  ...more,
]

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
