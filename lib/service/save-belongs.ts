import { z } from 'zod'
import { condition, type Condition } from '@/lib/model/settings'
import { inTenant } from '@/lib/store/db'
import { changeDraft } from '@/lib/store/integrations'
import { bothSides } from './both-sides'
import { noteDecided } from './decided'
import { done, failed, invalid, type FieldFault } from './fault'
import { placeOf } from './place'
import { bornFields } from './travels'
import { verb } from './verb'

export const saveBelongsInput = z.object({ belongs: z.array(condition).max(20) })
type Input = z.infer<typeof saveBelongsInput>

/** Which records born in the CRM belong to this company, as a draft. */
export const saveBelongs = verb<Input, null>(saveBelongsInput, async (desk, { belongs }) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration } = place
  if (!integration) return failed({ kind: 'not-now' })
  const found = await bothSides(desk, place)
  if (!found.ok) return found
  const known = new Set(bornFields(found.value).map(({ key }) => key))
  const wrong = belongs.flatMap((part, at): [string, FieldFault][] => {
    const fault = faultOf(part, known)
    return fault ? [[`filter.born-${at}`, fault]] : []
  })
  if (wrong.length > 0) return invalid(Object.fromEntries(wrong))
  await inTenant(desk, async (tx) => {
    await changeDraft(tx, desk, integration.id, ({ belongs: _before, ...kept }) =>
      belongs.length === 0 ? kept : { ...kept, belongs },
    )
    await noteDecided(tx, desk, integration, [{ why: 'save-belongs' }])
  })
  return done(null)
})

function faultOf({ field, is, values }: Condition, known: ReadonlySet<string>): FieldFault | null {
  if (!known.has(field)) return 'unknown'
  return is !== 'filled' && is !== 'empty' && values.length === 0 ? 'required' : null
}
