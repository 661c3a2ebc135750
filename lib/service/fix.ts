import { z } from 'zod'
import { edit } from '@/lib/engine/edit'
import type { JournalEntry } from '@/lib/model/run'
import type { Value } from '@/lib/model/record'
import { inTenant } from '@/lib/store/db'
import { appendEntries } from '@/lib/store/journal'
import { noteRetried } from '@/lib/store/retried'
import { title } from '@/lib/sync/title'
import { askAgain } from './ask-run'
import { askVendor } from './ask-vendor'
import { noteDecided } from './decided'
import { engineAt, type Desk } from './desk'
import { done, failed, invalid } from './fault'
import { fixable, fixing, type Fixable, type FixingView } from './fixing'
import { typedValue } from './typed-value'
import { verb } from './verb'

export const fixInput = z.object({ link: z.string().min(1), value: z.string().max(10_000) })

/** Writes the corrected value to the side it belongs to, as that person's edit; the next run carries it on. */
export const fix = verb<z.infer<typeof fixInput>, { readonly side: FixingView['side'] }>(
  fixInput,
  async (desk, { link: id, value }) => {
    const found = await fixable(desk, id)
    const { integration } = found?.place ?? {}
    if (!found || !integration || integration.pausedBy) return failed({ kind: found ? 'not-now' : 'stale' })
    const asked = await fixing(desk, id)
    if (!asked.ok) return asked
    const typed = typedValue(asked.value, value.trim())
    if ('wrong' in typed) return invalid({ value: typed.wrong })
    const { link, mend, place } = found
    const half = link[mend.side]
    if (!half) return failed({ kind: 'stale' })
    // What is about to be written is on record first, in the name of whoever typed it.
    await inTenant(desk, (tx) => noteDecided(tx, desk, integration, [{ ...about(found), why: 'fix' }]))
    const vendor = place.vendors[mend.side].id
    const written = await askVendor(vendor, () =>
      edit(engineAt(desk), { integration, side: mend.side, half, key: mend.key, value: typed.value }),
    )
    if (!written.ok) return written
    if (!written.value.ok) return failed({ kind: 'vendor', vendor, problem: written.value.problem })
    await inTenant(desk, async (tx) => {
      await appendEntries(tx, desk, integration.id, [entryOf(desk, found, typed.value)])
      await noteRetried(tx, desk, link.id, link.because)
    })
    await askAgain(desk, integration.id)
    return done({ side: mend.side })
  },
)

function about({ link, mend }: Fixable) {
  return { link: link.id, entity: link[mend.side]?.entity ?? null, side: mend.side, record: title(link) }
}

function entryOf(desk: Desk, found: Fixable, value: Value): JournalEntry {
  const { link, mend, place } = found
  const half = link[mend.side]
  const before = half?.seen[mend.key] ?? null
  const set = {
    key: mend.key,
    value,
    before,
    from: null,
    origin: null,
    why: 'edited-there',
    base: null,
    lost: null,
  } as const
  return {
    ...about(found),
    id: desk.newId(),
    at: desk.now(),
    run: null,
    kind: 'written',
    actor: desk.actor,
    verb: 'update',
    why: 'fix',
    version: place.integration?.version ?? 0,
    sets: [set],
    remoteId: half?.id ?? null,
    problem: null,
  }
}
