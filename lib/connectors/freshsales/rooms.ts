import type { z } from 'zod'
import type { Grant } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'
import type { Snapshot } from '@/lib/model/record'
import { dealStates } from './choices'
import type { Client } from './client'
import type { Ours, Shelf } from './columns'
import type { Body } from './data'
import type { Row } from './feed'
import type { Lookup } from './lookup'
import { accountSnapshot, contactSnapshot, dealSnapshot, moduleSnapshot, productSnapshot } from './map'
import { account, contact, custom_record, deal, product } from './wire'

/** How records of one kind are read, told and written. */
export interface Room {
  readonly shelf: Shelf
  page(page: number, size: number): Promise<Paged>
  one(id: string): Promise<Snapshot>
  upsert(marker: string, body: Body): Promise<Snapshot>
  create(body: Body): Promise<Snapshot>
  update(id: string, body: Body): Promise<Snapshot>
}

export interface Paged {
  readonly rows: readonly Row[]
  readonly snapshots: readonly Snapshot[]
  readonly total: number
  readonly pages: number
  readonly readAt: number
  readonly toldAt: number | null
}

export type Rooms = Readonly<Record<Ours, Room>>

export function roomsOf(client: Client, lookup: Lookup, { chosen }: Grant): Rooms {
  const plain = <T extends Stamped>(entity: Ours, row: z.ZodType<T>, tell: (row: T) => Snapshot): Room =>
    room(client, lookup, entity, row, () => Promise.resolve(tell))
  const deals = async () => {
    const words = { currencies: await lookup.currencies(), ...dealStates(await lookup.stages(), chosen) }
    return (row: z.infer<typeof deal>) => dealSnapshot(row, words)
  }
  return {
    customer: plain('customer', account, accountSnapshot),
    contact: plain('contact', contact, contactSnapshot),
    product: plain('product', product, productSnapshot),
    document: room(client, lookup, 'document', deal, deals),
    invoice: plain('invoice', custom_record, (row) => moduleSnapshot('invoice', row)),
    payment: plain('payment', custom_record, (row) => moduleSnapshot('payment', row)),
  }
}

interface Stamped {
  readonly id: string
  readonly updated_at: string
  readonly created_at: string
}

function room<T extends Stamped>(
  client: Client,
  lookup: Lookup,
  entity: Ours,
  row: z.ZodType<T>,
  teller: () => Promise<(row: T) => Snapshot>,
): Room {
  const shelf = lookup.shelf(entity)
  const told = async (work: Promise<T>): Promise<Snapshot> => {
    const found = await work
    return (await teller())(found)
  }
  return {
    shelf,
    async page(page, size) {
      const view = await lookup.view(entity)
      const listed = await orAskAgain(shelf, client.page(shelf, row, view, page, size))
      const tell = await teller()
      return { ...listed, rows: listed.rows.map(touched), snapshots: listed.rows.map(tell) }
    },
    one: (id) => told(client.one(shelf, row, id)),
    upsert: (marker, body) => told(client.upsert(shelf, row, marker, body)),
    create: (body) => told(client.create(shelf, row, body)),
    update: (id, body) => told(client.update(shelf, row, id, body)),
  }
}

const touched = ({ id, updated_at, created_at }: Stamped): Row => ({
  id,
  at: Date.parse(updated_at),
  createdAt: Date.parse(created_at),
})

/** The view, or the whole module, was taken away: a person must choose another one. */
async function orAskAgain<T>(shelf: Shelf, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.problem.kind !== 'missing') throw error
    throw new ConnectorError({ kind: 'forbidden', scope: shelf.view ?? shelf.path })
  }
}
