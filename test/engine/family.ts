import type { Run } from '@/lib/model/run'
import { addHints } from '@/lib/store/hints'
import { total } from '@/lib/sync/count'
import { family, type Family, type FamilyOptions } from '../kit/family'
import type { FamilyVendor, Shown } from '../kit/family-books'

export { familyVendors } from '../kit/family-books'

/** Both sides are in step: the first run, and the one that follows at once for what it made news of. */
export async function settledFamily(vendor: FamilyVendor, options: FamilyOptions = {}): Promise<Family> {
  const house = await family(vendor, options)
  for (const trigger of ['first', 'schedule'] as const) {
    const run = await house.run(trigger)
    if (run.result?.kind !== 'done') throw new Error(`The ${trigger} run ended as ${JSON.stringify(run.result)}`)
  }
  return house
}

/** A quarter of an hour passes, then the schedule runs. */
export async function later(house: Family, trigger: 'schedule' | 'hint' = 'schedule') {
  house.clock.advance(16 * 60_000)
  return house.run(trigger)
}

export function changes({ counts }: Pick<Run, 'counts'>): number {
  const { created, updated, removed } = total(counts)
  return created + updated + removed
}

export type Row = Readonly<Record<string, unknown>>

export const inCrm = (house: Family, module: string): readonly Row[] =>
  house.crm.list(module).filter((row) => row['is_deleted'] !== true)

export const accountsNamed = (house: Family, name: string) =>
  inCrm(house, 'sales_accounts').filter((row) => row['name'] === name)

export const customersNamed = (house: Family, name: string) =>
  house.books.list('customer').filter((each) => each['name'] === name)

/** One that stands in both systems. */
export function shared(house: Family, at = 0) {
  const customers = house.books.list('customer').filter((each) => accountsNamed(house, nameOf(each)).length === 1)
  const customer = customers[at]
  const [account] = accountsNamed(house, nameOf(customer))
  if (!customer || !account) throw new Error('No customer stands in both systems')
  return { customer: { id: customer.id, name: nameOf(customer) }, account: { ...account, id: String(account['id']) } }
}

const nameOf = (row: Shown | undefined): string => row?.['name'] ?? ''

/** What the vendor's webhook says becomes hints, as it does at our door. */
export async function announced(house: Family): Promise<number> {
  const hints = (await house.books.webhooks()).flatMap(({ call, key }) => {
    const said = house.books.connector.receive?.(call, [key])
    if (said?.kind !== 'hints') throw new Error(`The webhook was ${said?.kind ?? 'not looked at'}`)
    return said.hints.map(({ entity, id }) => ({ side: 'books' as const, entity, remoteId: id }))
  })
  await house.within((tx) => addHints(tx, house.desk, house.integration, hints))
  return hints.length
}

/** What complete listings of both sides cannot explain; must be empty. */
export async function unexplained(house: Family): Promise<readonly unknown[]> {
  const proof = await house.prove()
  const loose = proof.classes.filter(({ kind }) => kind === 'unexplained' || kind === 'in-flight')
  return [...loose, ...proof.differences]
}

/** Two people of an account whose books have a place for one: `first` is who has it. */
export async function oneChair(house: Family) {
  const account = house.crm.create('sales_accounts', { name: 'One Chair Ltd' })
  const people = ['ada@chair.test', 'eve@chair.test'].map((emails) =>
    house.crm.create('contacts', {
      ...{ first_name: emails.slice(0, 3), last_name: 'Chair', emails },
      sales_accounts: [{ id: account, is_primary: true }],
    }),
  )
  await later(house)
  const inBooks = () => house.books.list('contact').filter(({ email }) => email?.endsWith('@chair.test'))
  const [first] = inBooks()
  return { people, inBooks, first, place: first?.id ?? '' }
}
