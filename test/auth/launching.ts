import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Gate } from '@/lib/auth/enter'
import type { LaunchCall } from '@/lib/model/launch'
import type { Database } from '@/lib/store/db'
import { signLaunch, type Visitor } from '../../sandbox/crm-host/launch'

const origin = 'https://crm.test'

/** A CRM with a pinned key of its own, and our door that knows it. */
export async function aLaunch(db: Database, clock: { now(): number }) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const pinned = { ...(await exportJWK(publicKey)), kid: 'k1', iss: 'demo', crm: 'sage-sales', origins: [origin] }
  const gate: Gate = {
    ...{ db, keys: [pinned], audience: 'https://concord.test', now: () => clock.now(), newId: randomUUID },
    trustOf: () => {
      throw new Error('The generic signature asks nobody')
    },
  }
  const signing = {
    key: { ...(await exportJWK(privateKey)), kid: 'k1' },
    ...{ issuer: 'demo', audience: gate.audience, origin },
  }
  const call = (visitor: Visitor): LaunchCall => {
    const launch = signLaunch(visitor, signing, clock.now())
    return { path: '/launch/demo', headers: {}, body: new URLSearchParams({ launch }).toString() }
  }
  return { gate, signing, call }
}
export type Launching = Awaited<ReturnType<typeof aLaunch>>
