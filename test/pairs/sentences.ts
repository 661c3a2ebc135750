import type { Pair, Rule } from '@/lib/model/rule'
import { entities, otherSide, type Side, type Verb } from '@/lib/model/words'

/** Each pair as sentences: a change of a rule is a change of this table, read by whoever knows the article. */
const called = {
  customer: 'Clients',
  prospect: 'Prospects',
  contact: 'Contacts',
  product: 'Products',
  document: 'Documents',
  invoice: 'Invoices',
  payment: 'Payments',
}
type Names = Readonly<Record<Side, string>>

const lane = (name: Names, to: Side, verbs: readonly Verb[]): string =>
  `${name[otherSide(to)]} -> ${name[to]} ${verbs.join(', ') || 'nothing'}`

export function sentences(pair: Pair, books: string): readonly string[] {
  const name: Names = { crm: 'CRM', books }
  return entities.flatMap((entity) => {
    const rule = pair.entities[entity]
    return rule ? [`${called[entity]}: ${clauses(rule, name).join('; ')}`] : []
  })
}

function clauses(rule: Rule, name: Names): readonly string[] {
  const only = Object.entries(rule.only ?? {}).map(([key, value]) => `only ${key} ${String(value)}`)
  const becomes = Object.entries(rule.becomes ?? {}).map(([entity, side]) => `becomes ${entity} in ${name[side]} alone`)
  const switches = Object.entries(rule.switches ?? {}).map(([key, { default: usual }]) => `switch ${key} ${usual}`)
  const sets = (rule.fields ?? []).map(({ set, in: side, from, as, on, constant }) =>
    [`${name[side]} ${set} =`, from === null ? String(constant) : from, as ? `(${as})` : '', on ? 'at creation' : '']
      .filter(Boolean)
      .join(' '),
  )
  return [
    lane(name, 'crm', rule.toCrm),
    lane(name, 'books', rule.toBooks),
    ...(rule.lockedIn ? [`locked in ${name[rule.lockedIn]}`] : []),
    `same by ${rule.identify.join(', then ')}`,
    ...(rule.needs ? [`under a ${rule.needs}`] : []),
    ...(rule.lines ? ['with lines'] : []),
    ...only,
    ...becomes,
    ...switches,
    ...sets,
  ]
}
