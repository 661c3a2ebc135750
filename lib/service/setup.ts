import { meetAgain } from '@/lib/engine/meet'
import type { Company, Connector, Person } from '@/lib/model/connector'
import type { Problem } from '@/lib/model/problem'
import { inTenant } from '@/lib/store/db'
import { findMember } from '@/lib/store/tenants'
import { askVendor } from './ask-vendor'
import { connectionView } from './connection-view'
import { engineAt, type Desk } from './desk'
import type { Done } from './fault'
import { pairsOf } from './people'
import { placeOf, vendorView, type Place } from './place'
import { proposedOwner } from './proposed-owner'
import { isAnswered } from './compose-draft'
import { ruleViews } from './rule-views'
import { questions, type Questions } from './save-choices'
import { siblingsOf, untaken } from './siblings'
import type { SetupView, VendorView } from './views'

/** Everything the set-up pages show; the vendors' own lists are asked for now, because they may have changed. */
export async function setup(desk: Desk): Promise<SetupView> {
  const place = await inTenant(desk, (tx) => placeOf(tx, desk))
  const { pair, integration, crm, books, vendors } = place
  const { siblings, self } = await inTenant(desk, async (tx) => ({
    siblings: await siblingsOf(tx, desk, place),
    self: desk.actor.kind === 'person' ? await findMember(tx, desk, desk.actor.id) : null,
  }))
  const [ask, dossiers] = await Promise.all([asked(desk, place), dossiersOf(desk, place)])
  const choices = [...ask.value.crm, ...ask.value.books]
  const chosen = { ...crm?.chosen, ...books?.chosen }
  const settings = integration?.settings ?? null
  return {
    step: stepOf(place),
    crmVendor: { ...vendorView(vendors.crm), asks: vendors.crm.auth.asked },
    booksVendor: { ...vendorView(vendors.books), asks: vendors.books.auth.asked },
    crm: crm && connectionView(vendors.crm, crm),
    books: books && connectionView(vendors.books, books),
    companies: untaken(dossiers.value.companies, place, siblings),
    choices: choices.map((choice) => ({ ...choice, chosen: chosen[choice.key] ?? [] })),
    people: ask.value.people,
    administrator: settings?.administrator ?? null,
    proposedOwner: proposedOwner(ask.value.people, self),
    matchedPeople: pairsOf({ crm: ask.value.people, books: dossiers.value.people }, settings).map((pair) => ({
      books: pair.books.name,
      crm: pair.crm,
    })),
    rules: settings ? ruleViews(pair, settings, vendors) : [],
    every: settings?.every ?? pair.every,
    appointment: settings?.appointment ?? null,
    live: integration?.live ?? false,
    problem: ask.problem ?? dossiers.problem,
  }
}

function stepOf(place: Place): SetupView['step'] {
  if (!place.crm) return 'crm'
  // A further company whose keys or sign-in nobody gave yet.
  if (!place.books || (place.books.endedAt !== null && place.books.companyId === null)) return 'books'
  if (place.books.companyId === null) return 'company'
  if (!isAnswered(place)) return 'choices'
  return place.integration?.startedAt === null ? 'review' : 'done'
}

interface Looked<T> {
  readonly value: T
  readonly problem: { readonly vendor: VendorView; readonly problem: Problem } | null
}

/** A vendor that does not answer leaves its lists empty, and says so. */
function looked<T>(answer: Done<T>, empty: T, { vendors }: Place): Looked<T> {
  if (answer.ok) return { value: answer.value, problem: null }
  const { fault } = answer
  if (fault.kind !== 'vendor') return { value: empty, problem: null }
  const vendor: Connector = fault.vendor === vendors.crm.id ? vendors.crm : vendors.books
  return { value: empty, problem: { vendor: vendorView(vendor), problem: fault.problem } }
}

const asked = async (desk: Desk, place: Place): Promise<Looked<Questions>> =>
  looked(await questions(desk, place), { crm: [], books: [], people: [] }, place)

interface Dossiers {
  readonly companies: readonly Company[]
  readonly people: readonly Person[]
}

async function dossiersOf(desk: Desk, place: Place): Promise<Looked<Dossiers>> {
  const { books, vendors } = place
  const none: Dossiers = { companies: [], people: [] }
  if (!books) return { value: none, problem: null }
  const answer = await askVendor(vendors.books.id, async (): Promise<Dossiers> => {
    const { session } = await meetAgain(engineAt(desk), books.id)
    const companies = await session.companies()
    return { companies, people: books.companyId === null ? [] : await session.people() }
  })
  return looked(answer, none, place)
}
