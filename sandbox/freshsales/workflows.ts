import type { Change } from './crm'

export interface Workflow {
  readonly module: string
  readonly on: 'created' | 'updated'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Delivery {
  /** Null while under way; what went wrong where no answer came. */
  outcome: number | string | null
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Workflows {
  add(workflow: Workflow): void
  tell(changes: readonly Change[]): void
  deliveries(): readonly Delivery[]
  /** Once everything under way has its answer. */
  quiet(): Promise<void>
}

/**
 * "Trigger webhook" of a workflow, crmsupport.freshworks.com article 50000002418: no signature, only the headers and the
 * body that the administrator wrote. The body is the one our set-up page asks for.
 */
export function workflows(deliver: typeof fetch): Workflows {
  const made: Workflow[] = []
  const sent: Delivery[] = []
  const underWay = new Set<Promise<unknown>>()
  return {
    add: (workflow) => void made.push(workflow),
    tell(changes) {
      for (const { module, row, kind } of changes) {
        for (const { url, headers } of made.filter((each) => each.module === module.name && each.on === kind)) {
          const body = JSON.stringify({ module: module.name, id: row.id, at: new Date(row.updated_at).toISOString() })
          const sending = { headers: { 'content-type': 'application/json', ...headers }, body }
          const delivery: Delivery = { url, ...sending, outcome: null }
          sent.push(delivery)
          const work = carried(deliver(url, { method: 'POST', ...sending }), delivery)
          underWay.add(work)
          void work.finally(() => underWay.delete(work))
        }
      }
    },
    deliveries: () => sent,
    quiet: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

/** A listener that does not answer is noted and not tried again. */
async function carried(work: Promise<Response>, delivery: Delivery): Promise<void> {
  try {
    delivery.outcome = (await work).status
  } catch (error) {
    delivery.outcome = String(error)
  }
}
