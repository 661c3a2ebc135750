import type { Fetch } from '@/lib/http/send'
import type { Blow } from './act'

/** What a batch answers when something strikes it: some records missing or refused, or the records in another order. */
export async function answered(
  first: Blow | null,
  second: Blow | null,
  response: Response,
  init: Sent,
): Promise<Response> {
  const items = isBatch(init.body) ? await itemsOf(response) : null
  if (items === null) return response
  const refused = first?.do === 'half' && first.says === 'refused' ? leftOut(init).map(refusedItem) : []
  const all = [...items, ...refused]
  return Response.json(second?.do === 'reordered' ? all.reverse() : all)
}

type Sent = Parameters<Fetch>[1]
type Item = Readonly<Record<string, unknown>>

/** A batch of the CRM is a list. */
const isBatch = (body: Sent['body']): body is string => typeof body === 'string' && body.startsWith('[')
const batchOf = ({ body }: Sent): readonly Item[] => (isBatch(body) ? (JSON.parse(body) as Item[]) : []) // our own text
const leftOut = (init: Sent): readonly Item[] => batchOf(init).filter((_, at) => at % 2 === 0)
const refusedItem = ({ guid }: Item) => ({ code: 500, guid, id: null, message: 'Not this one' })

/** What arrives of a batch that is done by half. */
export const halved = (init: Sent): Sent =>
  isBatch(init.body) ? { ...init, body: JSON.stringify(batchOf(init).filter((_, at) => at % 2 === 1)) } : init

async function itemsOf(response: Response): Promise<readonly Item[] | null> {
  const found: unknown = response.ok ? await response.clone().json() : null
  return Array.isArray(found) ? (found as Item[]) : null // what the simulator just wrote
}
