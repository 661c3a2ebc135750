import { z } from 'zod'
import { inTenant } from '@/lib/store/db'
import { bothSides } from './both-sides'
import { standFor, type Live } from './compose-settings'
import { failed, invalid, type FieldFault } from './fault'
import { keepPart } from './keep-part'
import { placeOf } from './place'
import { settingsPart } from './settings-part'
import { verb } from './verb'

export const savePeopleInput = z.object({
  administrator: z.string().nullable(),
  /** The mark of the page that was filled in. */
  shown: z.string().optional(),
  pairs: z.array(z.object({ books: z.string(), crm: z.string().nullable() })).max(5_000),
})
type Input = z.infer<typeof savePeopleInput>

/** Who stands for whom, as a draft. Nobody is left to chance: a pair without a CRM user says so. */
export const savePeople = verb<Input, null>(savePeopleInput, async (desk, input) => {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { integration } = place
  if (!integration) return failed({ kind: 'not-now' })
  const found = await bothSides(desk, place)
  if (!found.ok) return found
  const wrong = wrongIn(input, found.value.people)
  if (Object.keys(wrong).length > 0) return invalid(wrong)
  const known = new Map(found.value.people.books.map((person) => [person.id, person]))
  const chosen = input.pairs.flatMap(({ books, crm }) => {
    const person = known.get(books)
    return person ? standFor(person, crm) : []
  })
  const { administrator, shown } = input
  return keepPart(desk, integration, {
    ...{ part: settingsPart.people, shown, deed: { why: 'save-people' } },
    change: (draft) => ({ ...draft, administrator, people: chosen }),
  })
})

function wrongIn({ administrator, pairs }: Input, people: Live['people']): Record<string, FieldFault> {
  const active = new Set(people.crm.flatMap(({ id, active }) => (active ? [id] : [])))
  const known = new Set(people.books.map(({ id }) => id))
  const strangers = pairs.filter(({ books, crm }) => !known.has(books) || (crm !== null && !active.has(crm)))
  const own: FieldFault | null = administrator === null ? 'required' : active.has(administrator) ? null : 'unknown'
  return {
    ...(own ? { administrator: own } : {}),
    ...Object.fromEntries(strangers.map(({ books }) => [`pairs.rep-${books}`, 'unknown' as const])),
  }
}
