import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePorts } from '../../demo/ports.mjs'
import { bin, root } from '../../demo/prepare.mjs'
import { settings } from '../../demo/settings.mjs'
import { describedAt } from '../../sandbox/index'
import { serve } from '../../sandbox/kit/server'
import type { Places } from './places'

const home = join(root, 'test/output/e2e')

/** Simulators, the CRM page, a page of somebody else and the built app; every worker learns where they are. */
export default async function start(): Promise<() => Promise<void>> {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home, { recursive: true })
  const [host = 0, app = 0, crm = 0, books = 0] = await freePorts(4700, 4)
  const stranger = await serve(async ({ query }) => framePage(query.get('src') ?? ''))
  const places: Places = {
    host: `http://localhost:${host}`,
    app: `http://127.0.0.1:${app}`,
    crm: `http://127.0.0.1:${crm}`,
    books: `http://127.0.0.1:${books}`,
    stranger: stranger.url.replace('127.0.0.1', 'localhost'),
    settings: join(home, 'crm-host.json'),
  }
  const vendors = [await vendorAt('sage-sales', places.crm), await vendorAt('sage-50-fr', places.books)]
  const made = settings({ home, hostUrl: places.host, appUrl: places.app, crm: 'sage-sales', vendors })
  writeFileSync(places.settings, JSON.stringify(made.host))
  process.env['E2E_PLACES'] = JSON.stringify(places)
  const children = startAll(places, made.env)
  await Promise.all([
    answers(`${places.crm}/_admin/calls`),
    answers(`${places.books}/_admin/calls`),
    answers(`${places.host}/accounts`),
    answers(`${places.app}/api/health`),
  ])
  return async () => {
    await Promise.all(children.map(stop))
    await stranger.close()
  }
}

const vendorAt = async (id: string, url: string) => {
  const { base, client, typed } = await describedAt(id, url)
  return { id, name: id, url, base, client, typed: { ...typed } }
}

function startAll(places: Places, env: Readonly<Record<string, string>>): readonly ChildProcess[] {
  const port = (url: string) => new URL(url).port
  const tsx = ['--import', 'tsx']
  const addresses = ['--crm', places.crm, '--books', places.books, '--app', places.app, '--settings', places.settings]
  return [
    run('crm', [...tsx, 'sandbox/index.ts', 'sage-sales', '--port', port(places.crm)]),
    run('books', [...tsx, 'sandbox/index.ts', 'sage-50-fr', '--port', port(places.books)]),
    run('host', [...tsx, 'sandbox/crm-host/index.ts', '--port', port(places.host), ...addresses]),
    run('app', [bin('next'), 'start', '-H', '127.0.0.1', '-p', port(places.app)], env),
  ]
}

function run(name: string, parts: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const log = openSync(join(home, `${name}.log`), 'w')
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
