import { Form } from '@base-ui/react/form'
import { createElement, type ReactNode } from 'react'
import { prerender } from 'react-dom/static'
import { beforeAll, expect, test, vi } from 'vitest'
import { MAIN, SECOND } from '../../sandbox/sage-50-fr'
import { Toasts } from '@/app/_ui/toasts'
import { enter } from '@/app/embed/enter'
import { Travels } from '@/app/embed/[install]/_status/travels'
import { todoText } from '@/app/embed/[install]/_errors/todo-text'
import ChangesPage from '@/app/embed/[install]/history/changes/page'
import PlanPage from '@/app/embed/[install]/plan/[run]/page'
import { FieldsEditor } from '@/app/embed/[install]/setup/_edit/fields-editor'
import { PeopleEditor } from '@/app/embed/[install]/setup/_edit/people-editor'
import { StartBar } from '@/app/embed/[install]/setup/_parts/start-bar'
import { approve } from '@/lib/service/approve'
import { changes } from '@/lib/service/changes'
import { exportConfiguration, importConfiguration } from '@/lib/service/configuration'
import { head } from '@/lib/service/head'
import { overview } from '@/lib/service/overview'
import { plan as planOf } from '@/lib/service/plan'
import { integration as readIntegration, publish } from '@/lib/store/integrations'
import { corridor, small, type Corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { signIn } from '../kit/jar'
import { planned, started, worked } from './kit'

vi.mock('next/headers', async () => (await import('../kit/jar')).headers)
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => undefined }) }))

let house: Corridor
let install: string
beforeAll(async () => {
  house = await corridor({ db: await sharedDatabase(), books: { size: { ...small, invoices: 0 } } })
  await started(house)
  install = await signIn(house.desk, { name: 'reader', role: 'viewer' })
})

/** What the browser is sent. */
async function drawn(page: ReactNode | Promise<ReactNode>): Promise<string> {
  const { prelude } = await prerender(await page)
  return (await new Response(prelude).text()).replaceAll('&amp;', '&')
}
const nothingAsked = Promise.resolve({})

test('the history says by whose clock its days are counted', async () => {
  const page = await drawn(ChangesPage({ params: Promise.resolve({ install }), searchParams: nothingAsked }))
  expect(page).toContain('Days are those of UTC.')
})

test('what changed today opens the list of exactly that', async () => {
  const visit = await enter(install)
  if (visit === null) throw new Error('Nobody is signed in')
  const view = await overview(house.desk)
  const page = await drawn(Travels({ visit: { ...visit, now: house.desk.now() }, view }))
  const customers = view.entities.find(({ rule }) => rule.entity === 'customer')?.changedToday
  const day = new Date(house.desk.now()).toISOString().slice(0, 10)
  expect(page).toContain(`href="${visit.paths.changes({ entity: 'customer', kind: 'written', from: day, to: day })}"`)
  const today = Math.floor(house.desk.now() / 86_400_000)
  const listed = await changes(house.desk, { entity: 'customer', kind: 'written', from: today, to: today })
  expect(customers).toBeGreaterThan(0)
  expect(listed.rows).toHaveLength(customers ?? 0)
})

test('the status says when it runs by a fixed time, where one was chosen', async () => {
  const visit = await enter(install)
  if (visit === null) throw new Error('Nobody is signed in')
  const view = await overview(house.desk)
  expect(await drawn(Travels({ visit, view }))).toContain('Every 15 minutes')
  const id = await house.integration()
  const before = await house.within((tx) => readIntegration(tx, house.desk, id))
  if (!before) throw new Error('Nothing is set up')
  const appointment = { at: '07:00', zone: 'Europe/Paris', day: null }
  await house.within((tx) => publish(tx, house.desk, id, { ...before.settings, appointment }, house.desk.actor))
  const page = await drawn(Travels({ visit, view: await overview(house.desk) }))
  expect(page).toContain('Every day at 07:00 (Europe/Paris)')
  await house.within((tx) => publish(tx, house.desk, id, before.settings, house.desk.actor))
})

test('that an error is tried again by itself is said only where it is', async () => {
  const visit = await enter(install)
  if (visit === null) throw new Error('Nobody is signed in')
  const words = 'Tried again by itself when the record or your rules change.'
  expect(todoText(visit, 'rejected')).toContain(words)
  for (const reason of ['could-not-confirm', 'ask', 'kept-apart'] as const) {
    expect(todoText(visit, reason)).toContain(visit.t.reason[reason].todo)
    expect(todoText(visit, reason)).not.toContain(words)
  }
})

test('a field map without a single row, and a person whom a system no longer knows, are faults that the page can show', async () => {
  const names = { crm: 'CRM', books: 'Books' }
  const none = { rows: [], lanes: [], fields: { crm: [], books: [] } }
  const map = createElement(FieldsEditor, { locale: 'en', names, entity: 'product', shown: '', ...none })
  const rep = { id: '12', name: 'J. Smith', detail: null, crm: null, how: null }
  const pairs = createElement(PeopleEditor, {
    ...{ locale: 'en', books: 'Books', crm: [], pairs: [rep], administrator: null, shown: '' },
  })
  const page = (errors: Record<string, string>, children: ReactNode) => drawn(createElement(Form, { errors }, children))
  expect(await page({ joins: 'At least one row.' }, map)).toContain('At least one row.')
  expect(await page({ 'rep-12': 'Nobody there.' }, pairs)).toContain('Nobody there.')
})

const planPage = (run: string, asked: Readonly<Record<string, string>> = {}) =>
  drawn(PlanPage({ params: Promise.resolve({ install, run }), searchParams: Promise.resolve(asked) }))

test('a plan with writes can be filtered and taken away, also where a filter leaves nothing of it', async () => {
  const [client] = house.books.list(MAIN, 'clients')
  house.books.edit(MAIN, 'clients', String(client?.id), { raisonSociale: 'Under another name' })
  const plan = await planned(house)
  const whole = await planPage(plan)
  expect(whole).toContain('<form')
  expect(whole).toContain('/csv')
  const narrowed = await planPage(plan, { search: 'nobody of that name' })
  expect(narrowed).toContain('<form')
  expect(narrowed).toContain('No change of this kind is planned.')
})

test('a plan that was carried out offers nothing more to approve, and one that only puts settings in force does', async () => {
  const visit = await enter(install)
  if (visit === null) throw new Error('Nobody is signed in')
  const bar = async () => {
    const shown = await planOf(house.desk)
    if (shown === null) throw new Error('There is no plan')
    const drawing = StartBar({ visit: { ...visit, head: await head(house.desk) }, plan: shown })
    return drawn(createElement(() => Toasts({ close: 'Close', children: drawing })))
  }
  await worked(approve(house.desk, { run: await planned(house) }))
  await house.carryOut()
  expect(await bar()).not.toContain('Put the changes in force')
  const file = (await exportConfiguration(house.desk)) ?? ''
  await worked(importConfiguration(house.desk, { text: file.replace(/"every": \d+/, '"every": 60') }))
  await planned(house)
  expect(await bar()).toContain('Put the changes in force')
})

test('where another company was met there is no list to filter, but what a yes would mean', async () => {
  await house.runToEnd('schedule')
  house.books.openInstead(MAIN, SECOND)
  house.clock.advance(16 * 60_000)
  await house.runToEnd('schedule')
  const { state } = (await overview(house.desk)).head
  if (state.kind !== 'held') throw new Error(`The state is ${state.kind}`)
  const page = await planPage(state.run)
  expect(page).toContain('shows another company than the one that was connected. Approve only if it is the right one')
  expect(page).not.toContain('<form')
  expect(page).not.toContain('/csv')
  expect(page).not.toContain('No change of this kind is planned.')
})
