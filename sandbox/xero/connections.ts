import type { Clock } from '../kit/clock'
import { json } from '../kit/server'
import type { Answer } from '../kit/server'
import { guid } from './guid'
import type { Organisation } from './organisation'
import { notFound } from './refuse'

interface Connection {
  readonly id: string
  readonly authEventId: string
  readonly tenantId: string
  readonly tenantType: 'ORGANISATION'
  readonly tenantName: string
  readonly createdDateUtc: string
  readonly updatedDateUtc: string
}

export interface Connections {
  has(organisation: string): boolean
  connect(organisation: string): void
  list(authEventId: string | null): Answer
  remove(id: string): Answer
}

/** Which organisations the app is connected to: one consent adds one, and any of the user's tokens reaches all of them. */
export function connections(clock: Clock, organisations: readonly Organisation[]): Connections {
  const known = new Map<string, Connection>()
  let consents = 0
  return {
    has: (organisation) => known.has(organisation),
    connect(organisation) {
      const found = organisations.find(({ id }) => id === organisation)
      if (!found) throw new Error(`No organisation ${organisation}`)
      consents += 1
      const at = `${new Date(clock.now()).toISOString().slice(0, -1)}0000`
      const before = known.get(organisation)
      known.set(organisation, {
        id: before?.id ?? guid('connection', organisation),
        authEventId: guid('consent', consents),
        tenantId: organisation,
        tenantType: 'ORGANISATION',
        tenantName: found.content.name,
        createdDateUtc: before?.createdDateUtc ?? at,
        updatedDateUtc: at,
      })
    },
    list: (authEventId) =>
      json(
        200,
        [...known.values()].filter((each) => authEventId === null || each.authEventId === authEventId),
      ),
    remove(id) {
      const found = [...known.values()].find((each) => each.id === id)
      if (!found) return notFound()
      known.delete(found.tenantId)
      return { status: 204 }
    },
  }
}
