import { z } from 'zod'
import { meetAgain } from '@/lib/engine/meet'
import type { Settings } from '@/lib/model/settings'
import { chooseCompany as storeCompany, saveChosen, type Connection } from '@/lib/store/connections'
import { inTenant, type Tx } from '@/lib/store/db'
import { forgetAll } from '@/lib/store/forget'
import { changeDraft, integration as readIntegration } from '@/lib/store/integrations'
import { openRunOf } from '@/lib/store/runs'
import { askVendor } from './ask-vendor'
import { lookInside } from './check-connection'
import { connectionView } from './connection-view'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, invalid } from './fault'
import { placeOf, type Place } from './place'
import { isTaken } from './siblings'
import { isTrialStanding } from './trial'
import { verb } from './verb'
import type { Check, ConnectionView } from './views'
import { withoutOwn } from './without-own'

export const chooseCompanyInput = z.object({ company: z.string().min(1) })

export interface Chosen {
  readonly connection: ConnectionView
  readonly checks: readonly Check[]
}

/** Binds the books' connection to one of its companies. Never another one once a first run was started. */
export const chooseCompany = verb<z.infer<typeof chooseCompanyInput>, Chosen>(
  chooseCompanyInput,
  async (desk, { company }) => {
    const place = await inTenant(desk, (tx) => placeOf(tx, desk))
    const { books, vendors } = place
    if (!books) return failed({ kind: 'not-now' })
    const changes = books.companyId !== null && books.companyId !== company
    if (changes && (await inTenant(desk, (tx) => isBound(tx, desk, place)))) return failed({ kind: 'not-now' })
    const seen = await askVendor(vendors.books.id, async () => {
      const bench = await meetAgain(engineAt(desk), books.id, company)
      const found = (await bench.session.companies()).find(({ id }) => id === company)
      return found ? { found, checks: await lookInside(bench.session, vendors.books) } : null
    })
    if (!seen.ok) return seen
    if (!seen.value) return invalid({ company: 'unknown' })
    const { found, checks } = seen.value
    const chosen = await inTenant(desk, async (tx) => {
      if (await isTaken(tx, desk, found, place)) return invalid({ company: 'twice' })
      // Asked again: the vendor's answers took a while, and somebody may have started meanwhile.
      if (changes && (await isBound(tx, desk, place))) return failed({ kind: 'not-now' })
      await storeCompany(tx, desk, books.id, found)
      if (!place.integration) return done(null)
      if (changes) {
        await forgetAll(tx, desk, place.integration.id)
        await saveChosen(tx, desk, books.id, {})
        await changeDraft(tx, desk, place.integration.id, (draft) => ofAnother(draft, books))
      }
      await noteDecided(tx, desk, place.integration, [{ why: 'choose-company', side: 'books', record: found.name }])
      return done(null)
    })
    if (!chosen.ok) return chosen
    const connection = connectionView(vendors.books, { ...books, companyId: found.id, companyName: found.name })
    return done({ connection, checks })
  },
)

/** Answers may name what only the first one has, e.g. a product: then their page is open again, the default owner on it. */
const ofAnother = (draft: Settings, { chosen }: Pick<Connection, 'chosen'>): Settings => ({
  ...withoutOwn(draft),
  ...(Object.keys(chosen).length > 0 ? { administrator: null } : {}),
})

/** What was read of one company belongs to it; before anything was written, or once a trial is cleaned up, it can be forgotten. */
async function isBound(tx: Tx, desk: Desk, { integration }: Place): Promise<boolean> {
  const now = integration && (await readIntegration(tx, desk, integration.id))
  if (!now) return false
  if (now.startedAt !== null || (await openRunOf(tx, desk, now.id)) !== null) return true
  return isTrialStanding(tx, desk, now.id)
}
