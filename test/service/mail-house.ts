import { mailbox } from '../../sandbox/mailbox/mailbox'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import type { MailServer } from '@/lib/mail/send'
import type { Locale } from '@/lib/model/words'
import { addCompany } from '@/lib/service/add-company'
import { addRecipient } from '@/lib/service/add-recipient'
import { approve } from '@/lib/service/approve'
import { head } from '@/lib/service/head'
import { look } from '@/lib/service/look'
import { post } from '@/lib/service/post'
import { saveQuietHours } from '@/lib/service/save-quiet-hours'
import { corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { start } from '@/lib/service/start'
import { worked } from './kit'

export const hour = 3_600_000

/** A corridor with a real mail server beside it; what goes wrong in it can be brought about and mended. */
export async function mailHouse() {
  const box = await mailbox()
  const server: MailServer = { url: box.url, from: 'Concord <alerts@concord.example>', dkim: null }
  const house = await corridor({ db: await sharedDatabase(), crm: { size: 2 }, books: { size: 2 } })
  Object.assign(globalThis, { [Symbol.for('concord.database')]: Promise.resolve(house.db) })
  const { desk, crm, books, clock } = house
  const add = (email: string, locale: Locale = 'en') => worked(addRecipient(desk, { email, locale }))
  const quiet = (from: number | null, to: number | null) => worked(saveQuietHours(desk, { from, to, zone: 'UTC' }))
  /** The next run; what the brake holds of it is approved. */
  const goes = async (): Promise<void> => {
    clock.advance(60_000)
    await house.runToEnd()
    for (let state = (await head(desk)).state; state.kind === 'held'; state = (await head(desk)).state) {
      await worked(approve(desk, { run: state.run }))
      await house.carryOut()
    }
  }
  const prospect = (facts: Readonly<Record<string, unknown>>): number => {
    const [status] = crm.list('accountStatuses').filter(({ descriptionEN }) => /prospect/i.test(String(descriptionEN)))
    return crm.create('accounts', { salesRepId1: 502, branchId: 438, statusId: status?.id, ...facts })
  }
  return {
    ...house,
    box,
    server,
    add,
    quiet,
    goes,
    prospect,
    /** As the job does: looks, writes, sends. Answers with how many mails were written. */
    async hear(): Promise<number> {
      const written = await look(desk, await house.integration())
      await post(desk, server)
      return written
    },
    subjects: () => box.messages().map(({ subject }) => subject),
    /** Set up, first run over, Ana in the list. */
    async atWork(): Promise<void> {
      await house.setUp()
      await house.runToEnd('first')
      await quiet(null, null)
      await add('ana@example.test')
    },
    /** A further company of the same books on the same CRM, at work too. */
    async secondCompany(): Promise<string> {
      const { integration } = await worked(addCompany(desk, { company: SECOND }))
      const second = { ...desk, integration }
      await worked(start(second, { plan: null }))
      await house.carryOut()
      return integration
    },
    /** Sage gets stricter, and as many prospects with long names are typed into the CRM. */
    async failing(count: number, name = 'Far too long for Sage now'): Promise<readonly number[]> {
      books.changeMeta(MAIN, 'prospects', 'raisonSociale', 12)
      const ids = Array.from({ length: count }, (_, at) => prospect({ name: `${name} ${at}` }))
      await goes()
      return ids
    },
    async mended(ids: readonly number[]): Promise<void> {
      for (const id of ids) crm.edit('accounts', id, { name: `Short ${id}`.slice(0, 12) })
      await goes()
    },
  }
}
export type MailHouse = Awaited<ReturnType<typeof mailHouse>>
