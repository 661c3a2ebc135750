import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePorts } from '../../demo/ports.mjs'
import { bin, root } from '../../demo/prepare.mjs'
import { settings } from '../../demo/settings.mjs'
import { describedAt } from '../../sandbox/index'
import { json, serve } from '../../sandbox/kit/server'
import { mailbox } from '../../sandbox/mailbox/mailbox'
import type { Pair, Places } from './places'

const home = join(root, 'test/output/e2e')

/** Simulators, two CRM pages, a mailbox, a page of somebody else and the built app, for each worker its own. */
export default async function start({ workers }: { readonly workers: number }): Promise<() => Promise<void>> {
  rmSync(home, { recursive: true, force: true })
  const ports = await freePorts(4700, workers * portsOfLane)
  const starting = Array.from({ length: workers }, (_, at) =>
    startLane(join(home, String(at)), ports.slice(at * portsOfLane)),
  )
  const lanes = await Promise.all(starting)
  process.env['E2E_PLACES'] = JSON.stringify(lanes.map(({ places }) => places))
  return async () => void (await Promise.all(lanes.map(({ stop }) => stop())))
}

const portsOfLane = 7

/** What one worker works with; nobody else does, so that its faults are nobody else's. */
async function startLane(own: string, ports: readonly number[]): Promise<Lane> {
  mkdirSync(own, { recursive: true })
  const stranger = await serve(async ({ query }) => framePage(query.get('src') ?? ''))
  const letters = await mailbox()
  const mails = await serve(async () => json(200, letters.messages()))
  const given = { stranger: stranger.url.replace('127.0.0.1', 'localhost'), mails: mails.url }
  const places = { ...chosenPlaces(own, ports), ...given }
  const children = startAll(places, { ...(await environment(places)), SMTP_URL: letters.url, MAIL_FROM: sender })
  await Promise.all([
    ...[places, places.family].flatMap(({ crm, books }) => [crm, books].map((url) => answers(`${url}/_admin/calls`))),
    ...[places, places.family].map(({ host }) => answers(`${host}/concord`)),
    answers(`${places.app}/api/health`),
  ])
  return {
    places,
    stop: async () => {
      await Promise.all(children.map(stop))
      await Promise.all([stranger, mails, letters].map((server) => server.close()))
    },
  }
}

interface Lane {
  readonly places: Places
  readonly stop: () => Promise<void>
}

const sender = 'Concord <concord@example.test>'

function chosenPlaces(own: string, [app = 0, ...pairs]: readonly number[]): Omit<Places, 'stranger' | 'mails'> {
  const pair = (home: string, [host = 0, crm = 0, books = 0]: readonly number[]) => ({
    home,
    host: `http://localhost:${host}`,
    crm: `http://127.0.0.1:${crm}`,
    books: `http://127.0.0.1:${books}`,
  })
  const family = pair(join(own, 'family'), pairs.slice(3))
  return { app: `http://127.0.0.1:${app}`, ...pair(own, pairs), family }
}

const couples = { sage: ['sage-sales', 'sage-50-fr'], family: ['freshsales', 'xero'] } as const

/** Both CRMs sign with keys of their own; the app knows both of them, and all four vendors. */
async function environment(places: Places): Promise<Readonly<Record<string, string>>> {
  const sage = await made(couples.sage, places, places.app)
  const family = await made(couples.family, places.family, places.app)
  const keysOf = ({ LAUNCH_KEYS }: typeof sage) =>
    (JSON.parse(LAUNCH_KEYS) as { readonly keys: readonly unknown[] }).keys
  return { ...family, ...sage, LAUNCH_KEYS: JSON.stringify({ keys: [...keysOf(sage), ...keysOf(family)] }) }
}

async function made([crm, books]: readonly [string, string], at: Pair, appUrl: string) {
  mkdirSync(at.home, { recursive: true })
  const vendors = [await vendorAt(crm, at.crm), await vendorAt(books, at.books)]
  const { env, host } = settings({ home: at.home, hostUrl: at.host, appUrl, crm, vendors })
  writeFileSync(join(at.home, 'crm-host.json'), JSON.stringify(host))
  return env
}

const vendorAt = async (id: string, url: string) => {
  const { base, client, typed } = await describedAt(id, url)
  return { id, name: id, url, base, client, typed: { ...typed } }
}

function startAll(places: Places, env: Readonly<Record<string, string>>): readonly ChildProcess[] {
  return [
    ...startPair(couples.sage, places, places.app, []),
    ...startPair(couples.family, places.family, places.app, ['--size', '3']),
    run(join(places.home, 'app'), [bin('next'), 'start', '-H', '127.0.0.1', '-p', port(places.app)], env),
  ]
}

const port = (url: string) => new URL(url).port
const tsx = ['--import', 'tsx']

function startPair(
  [crm, books]: readonly [string, string],
  at: Pair,
  app: string,
  more: readonly string[],
): readonly ChildProcess[] {
  const own = join(at.home, 'crm-host.json')
  const addresses = ['--vendor', crm, '--crm', at.crm, '--books', at.books, '--app', app, '--settings', own]
  return [
    run(join(at.home, crm), [...tsx, 'sandbox/index.ts', crm, '--port', port(at.crm), ...more]),
    run(join(at.home, books), [...tsx, 'sandbox/index.ts', books, '--port', port(at.books), ...more]),
    run(join(at.home, `${crm}-host`), [...tsx, 'sandbox/crm-host/index.ts', '--port', port(at.host), ...addresses]),
  ]
}

function run(name: string, parts: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const log = openSync(`${name}.log`, 'w')
  return spawn(process.execPath, parts, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', log, log] })
}

async function answers(url: string): Promise<void> {
  const until = Date.now() + 60_000
  while (Date.now() < until) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    )
    if (status === 200) return
    await wait(150)
  }
  throw new Error(`${url} does not answer; see test/output/e2e`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

const framePage = (src: string) => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: `<!doctype html><title>Somebody else</title><iframe name="framed" src="${encodeURI(src)}"></iframe>`,
})
