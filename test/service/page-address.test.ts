import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { enter, type Gate } from '@/lib/auth/enter'
import { pageAddress } from '@/lib/service/page-address'
import type { Database } from '@/lib/store/db'
import { installOf } from '@/lib/store/tenants'
import { concord } from '../../sandbox/crm-host/concord'
import type { Signing } from '../../sandbox/crm-host/launch'
import { sharedDatabase } from '../kit/fresh-database'

const origin = 'https://crm.test'
let db: Database
let gate: Gate
let signing: Signing

beforeAll(async () => {
  db = await sharedDatabase()
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const pinned = { ...(await exportJWK(publicKey)), kid: 'k1', iss: 'demo', crm: 'sage-sales', origins: [origin] }
  gate = {
    ...{ db, keys: [pinned], audience: 'https://concord.test', now: Date.now, newId: randomUUID },
    trustOf: () => {
      throw new Error('The generic signature asks nobody')
    },
  }
  const key = { ...(await exportJWK(privateKey)), kid: 'k1' }
  signing = { key, issuer: 'demo', audience: gate.audience, origin }
})

/** Somebody opens this address of the CRM; what it posts into the frame reaches our door. */
async function opened(address: string) {
  const page = concord(new URL(address).searchParams, signing, [], Date.now())
  const [, launch = ''] = /name="launch" value="([^"]+)"/.exec(String(page.body)) ?? []
  const call = { path: '/launch/demo', headers: {}, body: new URLSearchParams({ launch }).toString() }
  const entry = await enter('demo', call, gate)
  if (!entry.ok) throw new Error(entry.refusal)
  return entry
}

test("a letter's link opens the CRM's own page, which opens the very group", async () => {
  const { installKey } = await opened(`${origin}/concord?locale=fr`)
  const installed = await installOf(db, installKey)
  expect(installed?.tab).toBe(`${origin}/concord?locale=fr`)
  const link = pageAddress(installed, {
    integration: null,
    path: '/errors?cause=customer.rejected.books.code',
    reader: 'r1',
  })
  expect(link).toBe(`${origin}/concord?locale=fr&concord=%2Ferrors%3Fcause%3Dcustomer.rejected.books.code`)
  expect((await opened(link)).path).toBe('/errors?cause=customer.rejected.books.code')
})

test('of several companies it opens the one that the letter is about', async () => {
  const { installKey } = await opened(`${origin}/concord`)
  const link = pageAddress(await installOf(db, installKey), {
    ...{ integration: 'c0ffee-1', path: '/plan/run-1', reader: 'r1' },
  })
  expect((await opened(link)).path).toBe('~c0ffee-1/plan/run-1')
})

test('of a CRM that hands nothing on, it leads to our own page, which notes who wants to go where', () => {
  const link = pageAddress(
    { installKey: 'key', tab: null },
    { integration: 'c0ffee', path: '/errors?cause=a%20b', reader: 'r1' },
  )
  const { pathname, searchParams } = new URL(link)
  expect([pathname, searchParams.get('page'), searchParams.get('for')]).toEqual([
    '/to/key~c0ffee',
    '/errors?cause=a%20b',
    'r1',
  ])
})
