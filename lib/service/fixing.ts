import { meetAgain } from '@/lib/engine/meet'
import type { Field } from '@/lib/model/connector'
import type { Value } from '@/lib/model/record'
import type { Side } from '@/lib/model/words'
import { inTenant } from '@/lib/store/db'
import { publishedSettings } from '@/lib/store/integrations'
import { recordAt, type StandingLink } from '@/lib/store/standing'
import { askVendor } from './ask-vendor'
import { engineAt, type Desk } from './desk'
import { done, failed, type Done } from './fault'
import { placeOf, type Place } from './place'
import { recordView } from './record-view'
import type { RecordView } from './views'
import { whereToMend, type Mend } from './where-to-mend'

export interface FixingView {
  readonly record: RecordView
  /** Where the value is written, under which key, and what stands there. */
  readonly side: Side
  readonly key: string
  readonly value: Value
  readonly type: Field['type']
  /** Of the record, for its amounts. */
  readonly currency: string | null
  /** The shorter of what the two systems take. */
  readonly maxLength: number | null
  readonly values: Field['values'] | null
}

export interface Fixable {
  readonly place: Place
  readonly link: StandingLink
  readonly mend: Extract<Mend, { kind: 'here' }>
}

/** The record, if its refused value can be put right from here. */
export const fixable = (desk: Desk, id: string): Promise<Fixable | null> =>
  inTenant(desk, async (tx) => {
    const place = await placeOf(tx, desk)
    const link = place.integration && (await recordAt(tx, desk, place.integration.id, id))
    if (!link || !place.integration) return null
    const { id: of, version, settings } = place.integration
    const mend = whereToMend(place, (await publishedSettings(tx, desk, of, version)) ?? settings, link)
    return mend.kind === 'here' ? { place, link, mend } : null
  })

/** What the page asks for: the value as it stands, within what both systems say of the field right now. */
export async function fixing(desk: Desk, id: string): Promise<Done<FixingView>> {
  const found = await fixable(desk, id)
  if (!found) return failed({ kind: 'stale' })
  const { link, mend, place } = found
  const refused = mend.side === 'crm' ? 'books' : 'crm'
  const own = await fieldOf(desk, place, mend.side, link, mend.key)
  if (!own.ok) return own
  const theirs = await fieldOf(desk, place, refused, link, link.because?.field ?? '')
  if (!theirs.ok) return theirs
  if (!own.value || own.value.readOnly) return failed({ kind: 'stale' })
  const currency = link[mend.side]?.seen['currency']
  const lengths = [own.value.maxLength, theirs.value?.maxLength].filter((length) => length !== undefined)
  return done({
    record: recordView(link),
    side: mend.side,
    key: mend.key,
    value: link[mend.side]?.seen[mend.key] ?? null,
    type: own.value.type,
    currency: typeof currency === 'string' ? currency : null,
    maxLength: lengths.length > 0 ? Math.min(...lengths) : null,
    values: own.value.values ?? null,
  })
}

async function fieldOf(
  desk: Desk,
  place: Place,
  side: Side,
  link: StandingLink,
  key: string,
): Promise<Done<Field | null>> {
  const connection = place[side]
  const entity = (link[side] ?? link.crm ?? link.books)?.entity
  if (!connection || !entity || !place.vendors[side].entities[entity]) return done(null)
  return askVendor(place.vendors[side].id, async () => {
    const { session } = await meetAgain(engineAt(desk), connection.id)
    return (await session.fields(entity)).find((field) => field.key === key) ?? null
  })
}
