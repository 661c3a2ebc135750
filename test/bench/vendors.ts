import { serve, type Handle } from '../../sandbox/kit/server'
import type { Clock } from '../../sandbox/kit/clock'
import { MAIN, sage50Fr, type Options as BooksOptions } from '../../sandbox/sage-50-fr'
import { sageSales, type SageSalesOptions } from '../../sandbox/sage-sales'
import { serveOrders } from './orders'
import { spoiled } from './spoiled'
import { troubled } from './troubled'

/** Simulators in a process of their own, pairs of them, and what people do in them while nobody measures. */
export interface PairAsk {
  readonly books: Pick<BooksOptions, 'size' | 'latencyMs' | 'unlimited'>
  readonly crm: Pick<SageSalesOptions, 'size' | 'latencyMs' | 'unlimited' | 'plan'>
  /** Of so many records that are created in the CRM, one is refused. */
  readonly refuseEvery?: number
  /** Of so many calls, one is turned away, from the first measured one on. */
  readonly troubleEvery?: number
}

export interface Where {
  readonly crm: string
  readonly books: string
}

export interface Edit {
  readonly pair: number
  readonly side: 'crm' | 'books'
  readonly from: number
  readonly count: number
  /** Tells one round of edits from the next. */
  readonly round: number
}

export interface Held {
  readonly records: number
  readonly codes: number
}

export type Calls = Readonly<Record<'crm' | 'books', Readonly<Record<string, number>>>>

let offset = 0
const clock: Clock = {
  now: () => Date.now() + offset,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}
const pairs: ReturnType<typeof open>[] = []

function open({ books, crm }: PairAsk) {
  return {
    books: sage50Fr({ clock, unlimited: true, ...books }),
    crm: sageSales({ clock, unlimited: true, size: 0, ...crm }),
    measured: { begun: false },
  }
}

function pairAt(at: number) {
  const pair = pairs[at]
  if (!pair) throw new Error(`No pair ${at}`)
  return pair
}

serveOrders({
  async serve(ask: PairAsk): Promise<{ pair: number; where: Where }> {
    const pair = open(ask)
    const strict: Handle = ask.refuseEvery ? spoiled(pair.crm.handle, ask.refuseEvery) : pair.crm.handle
    const handles = [strict, pair.books.handle].map((handle) => busy(handle, ask.troubleEvery, pair.measured))
    const urls = (await Promise.all(handles.map((handle) => serve(handle)))).map(({ url }) => url)
    return { pair: pairs.push(pair) - 1, where: { crm: urls[0] ?? '', books: urls[1] ?? '' } }
  },
  async calls(at: number): Promise<Calls> {
    const { crm, books } = pairAt(at)
    return { crm: byKind(crm.calls()), books: byKind(books.calls()) }
  },
  async forget(at: number): Promise<void> {
    const { crm, books, measured } = pairAt(at)
    measured.begun = true
    crm.forgetCalls()
    books.forgetCalls()
  },
  async pass(ms: number): Promise<void> {
    offset += ms
  },
  /** The CRM knows the first clients already, some of them twice. */
  async overlap({ pair, count, twice }: { pair: number; count: number; twice: number }): Promise<void> {
    const { crm, books } = pairAt(pair)
    for (const { raisonSociale, code } of books.admin.list(MAIN, 'clients').slice(0, count))
      crm.admin.create('accounts', { ...account, name: raisonSociale, extId: code })
    for (const { raisonSociale, code } of books.admin.list(MAIN, 'clients').slice(0, twice))
      crm.admin.create('accounts', { ...account, name: raisonSociale, extId: code })
  },
  async edit(given: Edit): Promise<void> {
    const places = Array.from({ length: given.count }, (_, at) => given.from + at)
    if (given.side === 'books') inBooks(given, places)
    else inCrm(given, places)
  },
  /** What the CRM holds: live records, and how many codes of the books they bear between them. */
  async held(at: number): Promise<Held> {
    const rows = ['accounts', 'contacts'].map((resource) => pairAt(at).crm.admin.list(resource))
    const live = rows.flat().filter((row) => row['deleted'] !== true)
    return { records: live.length, codes: new Set(live.map((row) => String(row['extId']))).size }
  },
})

/** A client in the CRM as its people type one in. */
const account = { statusId: 22, branchId: 438, salesRepId1: 501 }

const busy = (handle: Handle, every: number | undefined, measured: { readonly begun: boolean }): Handle =>
  every ? troubled(handle, every, measured) : handle

function inBooks({ pair, round }: Edit, places: readonly number[]): void {
  for (const place of places)
    pairAt(pair).books.admin.edit(MAIN, 'contacts', String(place + 1), { portable: phone(round, place) })
}

function inCrm({ pair, round }: Edit, places: readonly number[]): void {
  const { admin } = pairAt(pair).crm
  const contacts = admin.list('contacts')
  for (const place of places) admin.edit('contacts', Number(contacts[place]?.['id']), { phone2: phone(round, place) })
}

const phone = (round: number, place: number): string =>
  `+336${String(round % 100).padStart(2, '0')}${String(place % 1_000_000).padStart(6, '0')}`

function byKind(calls: readonly { readonly method: string; readonly path: string }[]): Record<string, number> {
  const counted: Record<string, number> = {}
  for (const { method, path } of calls) {
    const name = path
      .replace(/^\/api\/v4\//, '')
      .replace(/^\/v1\/dossiers\/[^/]+\//, '')
      .replace(/\/\d+(?=\/|$)/g, '/{id}')
    counted[`${method} ${name}`] = (counted[`${method} ${name}`] ?? 0) + 1
  }
  return counted
}
