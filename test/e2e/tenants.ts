import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomInt } from 'node:crypto'
import { signEvent } from '../../sandbox/crm-host/launch'
import type { Signing } from '../../sandbox/crm-host/launch'
import { test } from './kit'
import { places, type Pair } from './places'

/**
 * An organisation of a file's own, in systems as they were at the start. It uninstalls at the end, so that its schedule
 * leaves the systems alone; a second try begins with another one.
 */
export function ownTenant(name: string, at: () => Pair = places): string {
  const tenant = `${name}-${String(randomInt(1_000_000))}`
  test.beforeAll(() => Promise.all([at().crm, at().books].map(anew)))
  test.afterAll(() => leave(tenant, at()))
  return tenant
}

async function anew(simulator: string): Promise<void> {
  const answer = await fetch(`${simulator}/_admin/anew`, { method: 'POST' })
  if (!answer.ok) throw new Error(`${simulator} did not begin anew`)
}

async function leave(tenant: string, { home, host }: Pair): Promise<void> {
  const { issuer, key } = JSON.parse(readFileSync(join(home, 'crm-host.json'), 'utf8')) as Pick<
    Signing,
    'issuer' | 'key'
  >
  const { app } = places()
  const signing = { issuer, key, audience: app, origin: host }
  const event = signEvent({ event: 'uninstall', tenant, name: tenant, locale: 'en' }, signing, Date.now())
  await fetch(`${app}/api/lifecycle/demo`, { method: 'POST', body: new URLSearchParams({ event }) })
}
