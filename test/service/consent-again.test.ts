import { beforeEach, describe, expect, test } from 'vitest'
import { noSettings } from '@/lib/model/settings'
import { addCompany } from '@/lib/service/add-company'
import { beginConsent } from '@/lib/service/begin-consent'
import { chooseCompany } from '@/lib/service/choose-company'
import type { Desk } from '@/lib/service/desk'
import { openConsent } from '@/lib/service/open-consent'
import { watchConsent } from '@/lib/service/watch-consent'
import { saveConnection } from '@/lib/store/connections'
import { inTenant } from '@/lib/store/db'
import { createIntegration, publish } from '@/lib/store/integrations'
import { openRun } from '@/lib/store/runs'
import { sharedDatabase } from '../kit/fresh-database'
import { vendorId } from '../kit/oauth-vendor'
import { consenting, type Consenting } from './consenting'
import { worked } from './kit'

let at: Consenting
beforeEach(async () => {
  at = await consenting(await sharedDatabase())
})

/** Both systems are connected, and nothing is in force yet. */
const joined = async (): Promise<string> => {
  await at.signIn('c1')
  await worked(chooseCompany(at.desk, { company: 'c1' }))
  const books = (await at.stored())?.connection.id ?? ''
  return inTenant(at.desk, async (tx) => {
    const crm = at.desk.newId()
    await saveConnection(tx, at.desk, {
      ...{ id: crm, vendor: 'sage-sales', side: 'crm', baseUrl: 'https://crm.test', account: null, secrets: {} },
    })
    const id = at.desk.newId()
    await createIntegration(tx, at.desk, {
      ...{ id, installation: at.desk.installation, pair: `sage-sales.${vendorId}` },
      ...{ crmConnection: crm, booksConnection: books, settings: noSettings },
    })
    return id
  })
}

const inService = async () => {
  const id = await joined()
  await inTenant(at.desk, (tx) => publish(tx, at.desk, id, noSettings, at.desk.actor))
}

describe('signing in again', () => {
  test('to another company is refused and changes nothing', async () => {
    await inService()
    const before = await at.stored()
    const view = await at.signIn('c2')
    expect(view).toMatchObject({
      status: 'failed',
      fault: {
        kind: 'vendor',
        problem: { kind: 'rejected', field: 'company', detail: 'Batidis SARL / Batidis España' },
      },
    })
    expect(await at.stored()).toEqual(before)
  })

  test('to another company while a dry run reads is put off, and nobody is said to have refused', async () => {
    const integration = await joined()
    const run = { id: at.desk.newId(), integration, trigger: 'preview', actor: at.desk.actor, version: 0 } as const
    await inTenant(at.desk, (tx) => openRun(tx, at.desk, run))
    expect(await at.signIn('c2')).toEqual({ status: 'failed', fault: { kind: 'busy' } })
  })

  test('to the same company takes the place of the old consent', async () => {
    await inService()
    const before = await at.stored()
    at.advance(60_000)
    expect(await at.signIn('c1')).toMatchObject({ status: 'done' })
    const after = await at.stored()
    expect(after?.connection).toMatchObject({ id: before?.connection.id, companyId: 'c1' })
    expect(after?.consent?.refreshedAt).toBeGreaterThan(before?.consent?.refreshedAt ?? Infinity)
  })
})

describe('a further company', () => {
  const inSecond = async () => {
    at.advance(60_000)
    const { integration } = await worked(addCompany(at.desk, { company: null }))
    return { ...at.desk, integration }
  }
  /** The whole way at that company's desk, with a yes for this one of the vendor's. */
  const signInAt = async (desk: Desk, company: string) => {
    const begun = await worked(beginConsent(desk, { side: 'books', vendor: vendorId, answers: {} }))
    const left = await openConsent(begun, undefined, at.at)
    if (!left) throw new Error('Nobody left')
    await at.comeBack(at.vendor.server.admin.consent(left.location, company), left.browser)
    return worked(watchConsent(desk, begun))
  }

  test('has a sign-in of its own, and nothing of the first one changes', async () => {
    await inService()
    const before = await at.stored()
    const second = await inSecond()
    expect(await signInAt(second, 'c2')).toMatchObject({ status: 'done' })
    expect((await worked(chooseCompany(second, { company: 'c2' }))).connection.company).toBe('Batidis España')
    expect(await at.stored()).toEqual(before)
  })

  test('is signed in to again, but never with the first one', async () => {
    await inService()
    const second = await inSecond()
    await signInAt(second, 'c2')
    await worked(chooseCompany(second, { company: 'c2' }))
    await inTenant(second, (tx) => publish(tx, second, second.integration, noSettings, second.actor))
    at.advance(60_000)
    expect(await signInAt(second, 'c2')).toMatchObject({ status: 'done' })
    expect(await signInAt(second, 'c1')).toMatchObject({
      status: 'failed',
      fault: { problem: { kind: 'rejected', detail: 'Batidis España / Batidis SARL' } },
    })
  })
})
