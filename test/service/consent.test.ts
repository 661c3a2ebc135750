import { beforeEach, describe, expect, test, vi } from 'vitest'
import { beginConsent } from '@/lib/service/begin-consent'
import { chooseCompany } from '@/lib/service/choose-company'
import { connect } from '@/lib/service/connect'
import { consentWindow, lookAtConsent, openConsent } from '@/lib/service/open-consent'
import { uninstall } from '@/lib/service/uninstall'
import { watchConsent } from '@/lib/service/watch-consent'
import { inTenant } from '@/lib/store/db'
import { saveMember } from '@/lib/store/tenants'
import { sharedDatabase } from '../kit/fresh-database'
import { redirectUri, vendorId } from '../kit/oauth-vendor'
import { consenting, type Consenting } from './consenting'
import { refusal, worked } from './kit'

// Whole corridors are lived here, on machines that do other work, too.
vi.setConfig({ testTimeout: 120_000 })

let at: Consenting
beforeEach(async () => {
  at = await consenting(await sharedDatabase())
})

const queryOf = (address: string) => Object.fromEntries(new URL(address).searchParams)

describe('a consent', () => {
  test('goes to the vendor and back, is tested by name, and is kept with what the vendor told', async () => {
    const view = await at.signIn()
    expect(view).toMatchObject({
      status: 'done',
      checks: [{ what: 'reach' }, { what: 'rights' }, { what: 'companies' }],
    })
    const stored = await at.stored()
    expect(stored?.connection).toMatchObject({
      vendor: vendorId,
      account: 'Batidis SARL',
      health: null,
      companyId: null,
    })
    expect(stored?.consent).toMatchObject({ kept: { companyId: 'c1' }, refusedAt: null })
    expect((await worked(chooseCompany(at.desk, { company: 'c1' }))).connection.company).toBe('Batidis SARL')
  })

  test('is asked for with a proof key, a state of its own and the one address it may come back to', async () => {
    const [one, two] = [await at.leave(), await at.leave()]
    const asked = queryOf(one.location)
    expect(asked).toMatchObject({ response_type: 'code', redirect_uri: redirectUri, code_challenge_method: 'S256' })
    expect(asked['state']).not.toBe(queryOf(two.location)['state'])
    expect(asked['code_challenge']).not.toBe(queryOf(two.location)['code_challenge'])
    expect(one.location).not.toContain(one.secret)
  })

  test('asks only for the rights that the rules need: writing where a lane leads there, reading elsewhere', async () => {
    const { scope = '' } = queryOf((await at.leave()).location)
    expect(scope.split(' ').sort()).toEqual(['contacts.read', 'contacts.write', 'items.read', 'offline'])
  })

  test('of an organisation that has left meanwhile is kept nowhere', async () => {
    const left = await at.leave()
    await worked(uninstall(at.desk, { mirrored: 'keep' }))
    expect(await at.comeBack(at.vendor.server.admin.consent(left.location), left.browser)).toBeNull()
    expect(await at.stored()).toBeNull()
  })

  test('of somebody who administers no more when the answer comes is kept nowhere', async () => {
    const { desk } = at
    const who = { crmUserId: 'ben', name: 'Ben', email: null, locale: 'fr', installation: desk.installation } as const
    const as = (role: 'admin' | 'viewer') => inTenant(desk, (tx) => saveMember(tx, desk, { ...who, role }))
    const { id, name } = await as('admin')
    const asked = { side: 'books', vendor: vendorId, answers: {} }
    const begun = await worked(beginConsent({ ...desk, actor: { kind: 'person', id, name } }, asked))
    const left = await openConsent(begun, undefined, at.at)
    await as('viewer')
    const address = at.vendor.server.admin.consent(left?.location ?? '')
    expect(await at.comeBack(address, left?.browser)).toBeNull()
    expect(await at.stored()).toBeNull()
  })

  test('speaks the language of the installation in its window', async () => {
    const { attempt } = await at.leave()
    expect(await consentWindow(attempt, at.at)).toEqual({ locale: 'fr', vendor: 'Paper Books', status: 'away' })
    expect(await consentWindow('no-such-attempt-of-anyone', at.at)).toBeNull()
  })

  test('is under way until the vendor answers, and late after ten minutes, whatever became of the window', async () => {
    const left = await at.leave()
    expect(await at.watch(left.attempt)).toEqual({ status: 'under-way' })
    at.advance(601_000)
    expect(await at.watch(left.attempt)).toEqual({ status: 'failed', fault: { kind: 'late' } })
    expect(await at.comeBack(at.vendor.server.admin.consent(left.location), left.browser)).toBeNull()
    expect(await at.stored()).toBeNull()
  })

  test('two at once do not disturb each other, in one browser or in two', async () => {
    const one = await at.leave()
    const two = await at.leave(one.browser)
    const other = await at.leave()
    expect(two.browser).toBe(one.browser)
    for (const left of [two, other, one]) {
      await at.comeBack(at.vendor.server.admin.consent(left.location), left.browser)
      expect(await at.watch(left.attempt)).toMatchObject({ status: 'done' })
    }
  })
})

describe('the key of the window', () => {
  test('opens once, within a minute, and looking does not spend it', async () => {
    const begun = await worked(at.ask())
    expect(await lookAtConsent(begun, at.at)).toEqual({ crm: 'Batidis SARL', person: 'Ana', vendor: 'Paper Books' })
    expect(await openConsent(begun, undefined, at.at)).not.toBeNull()
    expect(await openConsent(begun, undefined, at.at)).toBeNull()
    expect(await lookAtConsent(begun, at.at)).toBeNull()
    const late = await worked(at.ask())
    at.advance(61_000)
    expect(await openConsent(late, undefined, at.at)).toBeNull()
  })

  test('of many who use it at once one leaves', async () => {
    const begun = await worked(at.ask())
    const left = await Promise.all(Array.from({ length: 20 }, () => openConsent(begun, undefined, at.at)))
    expect(left.filter((each) => each !== null)).toHaveLength(1)
  })

  test('of another attempt opens nothing, and neither does nonsense', async () => {
    const [one, two] = [await worked(at.ask()), await worked(at.ask())]
    for (const wrong of [
      { ...one, secret: two.secret },
      { attempt: one.attempt },
      null,
      7,
      { ...one, attempt: "' or 1=1 --" },
    ])
      expect(await openConsent(wrong, undefined, at.at)).toBeNull()
  })
})

describe('an answer that is not what it should be', () => {
  test('with a state of nobody, a state twice, or for another vendor: nothing happens', async () => {
    const left = await at.leave()
    const back = at.vendor.server.admin.consent(left.location)
    const foreign = new URL(back)
    foreign.searchParams.set('state', 'x'.repeat(43))
    expect(await at.comeBack(foreign.href, left.browser)).toBeNull()
    const twice = new URL(back)
    twice.searchParams.append('state', 'another')
    expect(await at.comeBack(twice.href, left.browser)).toBeNull()
    expect(await at.comeBack(back, left.browser, 'nobody')).toBeNull()
    expect(await at.watch(left.attempt)).toEqual({ status: 'under-way' })
    expect(at.vendor.server.admin.tokenCalls()).toBe(0)
  })

  test('in another browser, or in one that kept nothing: refused, and the code is not used', async () => {
    for (const browser of [undefined, 'y'.repeat(43)]) {
      const left = await at.leave()
      await at.comeBack(at.vendor.server.admin.consent(left.location), browser)
      expect(await at.watch(left.attempt)).toEqual({ status: 'failed', fault: { kind: 'other-browser' } })
    }
    expect(at.vendor.server.admin.tokenCalls()).toBe(0)
    expect(await at.stored()).toBeNull()
  })

  test('a second time is no answer: a state is good once', async () => {
    const left = await at.leave()
    const back = at.vendor.server.admin.consent(left.location)
    expect(await at.comeBack(back, left.browser)).toEqual({ attempt: left.attempt })
    expect(await at.comeBack(back, left.browser)).toBeNull()
    expect(at.vendor.server.admin.tokenCalls()).toBe(1)
  })

  test('a no of the person, a failure of the vendor and an unknown error are told apart', async () => {
    const answers = [
      ['access_denied', { kind: 'declined' }],
      ['server_error', { kind: 'vendor', problem: { kind: 'unreachable', detail: 'server_error' } }],
      ['<script>', { kind: 'vendor', problem: { kind: 'surprise', detail: 'no code' } }],
    ] as const
    for (const [error, fault] of answers) {
      const left = await at.leave()
      const state = queryOf(left.location)['state'] ?? ''
      await at.comeBack(`https://x.test/?${new URLSearchParams({ error, state }).toString()}`, left.browser)
      expect(await at.watch(left.attempt)).toEqual({ status: 'failed', fault })
    }
  })

  test('a code that the vendor does not know leaves nothing behind', async () => {
    const left = await at.leave()
    const back = new URL(at.vendor.server.admin.consent(left.location))
    back.searchParams.set('code', 'stolen')
    await at.comeBack(back.href, left.browser)
    expect(await at.watch(left.attempt)).toEqual({
      status: 'failed',
      fault: { kind: 'vendor', problem: { kind: 'signed-out' } },
    })
    expect(await at.stored()).toBeNull()
  })

  test('a company in the address that the tokens do not open is noticed before anything is kept', async () => {
    const naive = await consenting(at.desk.db, {}, { answer: () => ({}) })
    const left = await naive.leave()
    const back = new URL(naive.vendor.server.admin.consent(left.location, 'c1'))
    back.searchParams.set('companyId', 'c2')
    await naive.comeBack(back.href, left.browser)
    expect(await naive.watch(left.attempt)).toEqual({
      status: 'failed',
      fault: { kind: 'vendor', problem: { kind: 'forbidden' } },
    })
    expect(await naive.stored()).toBeNull()
  })

  test('of another issuer is not taken for this vendor', async () => {
    const left = await at.leave()
    const back = new URL(at.vendor.server.admin.consent(left.location))
    back.searchParams.set('iss', 'https://login.evil.test')
    await at.comeBack(back.href, left.browser)
    expect(await at.watch(left.attempt)).toMatchObject({ status: 'failed', fault: { problem: { kind: 'surprise' } } })
    const good = await at.leave()
    const own = new URL(at.vendor.server.admin.consent(good.location))
    own.searchParams.set('iss', 'https://login.paper.test')
    await at.comeBack(own.href, good.browser)
    expect(await at.watch(good.attempt)).toMatchObject({ status: 'done' })
  })
})

describe('who may', () => {
  test('somebody who may only look begins nothing and watches nothing', async () => {
    const viewer = { ...at.desk, role: 'viewer' } as const
    const begun = await worked(at.ask())
    expect(await refusal(beginConsent(viewer, { side: 'books', vendor: vendorId, answers: {} }))).toEqual({
      kind: 'forbidden',
    })
    expect(await refusal(watchConsent(viewer, begun))).toEqual({ kind: 'forbidden' })
  })

  test('an attempt of another installation cannot be watched', async () => {
    const other = await consenting(at.desk.db)
    const begun = await worked(at.ask())
    expect(await refusal(watchConsent(other.desk, begun))).toEqual({ kind: 'not-now' })
  })

  test('a vendor with a consent takes no keys, and one with keys no consent', async () => {
    expect(await refusal(connect(at.desk, { side: 'books', vendor: vendorId, answers: {} }))).toEqual({
      kind: 'invalid',
      fields: { vendor: 'unknown' },
    })
  })

  test('a server that is not registered with the vendor says so before any window opens', async () => {
    const { clientOf: _none, ...way } = at.desk.way ?? at.at.way
    const asked = beginConsent({ ...at.desk, way }, { side: 'books', vendor: vendorId, answers: {} })
    expect(await refusal(asked)).toEqual({ kind: 'unregistered', vendor: vendorId })
  })
})
