import type { Fetch } from '@/lib/http/send'
import type { Blow } from './act'

/** What a batch answers when something strikes it: some records missing or refused, or the records in another order. */
export async function answered(
  first: Blow | null,
  second: Blow | null,
  response: Response,
  init: Sent,
): Promise<Response> {
  const batch = batchIn(init.body)
  const items = batch && (await itemsOf(response, batch.manner.answers))
  if (!batch || !items) return response
  const { manner } = batch
  const all = first?.do === 'half' ? manner.half(items, batch.items, first.says) : items
  const shown = second?.do === 'reordered' && !manner.ordered ? [...all].reverse() : all
  return Response.json(manner.answers === null ? shown : { ...(await wholeOf(response)), [manner.answers]: shown })
}

type Sent = Parameters<Fetch>[1]
type Item = Readonly<Record<string, unknown>>
type Says = Extract<Blow, { do: 'half' }>['says']

/** How a vendor takes and answers batches. `asks`, `answers`: the list's name; null where the text is the list itself. */
interface Manner {
  readonly asks: string | null
  readonly answers: string | null
  /** Answers are told apart by their places alone. */
  readonly ordered: boolean
  /** What is answered when every second record was done. */
  half(done: readonly Item[], asked: readonly Item[], says: Says): readonly Item[]
}

const isLeftOut = (at: number): boolean => at % 2 === 0

/** Those that were not done, refused or without a word, after the others: whose answer it is it says itself. */
const named =
  (refused: (item: Item) => Item): Manner['half'] =>
  (done, asked, says) => [...done, ...(says === 'refused' ? asked.filter((_, at) => isLeftOut(at)).map(refused) : [])]

/** Each at its place: of one that was not done it is said that it is refused. */
const placed =
  (refused: (item: Item) => Item): Manner['half'] =>
  (done, asked) =>
    asked.map((item, at) => (isLeftOut(at) ? refused(item) : (done[(at - 1) / 2] ?? refused(item))))

const notThisOne = 'Not this one'
const inList = (name: string): Manner => ({
  ...{ asks: name, answers: name, ordered: true },
  half: placed((item) => ({
    ...{ ...item, HasValidationErrors: true, StatusAttributeString: 'ERROR' },
    ValidationErrors: [{ Message: notThisOne }],
  })),
})

const manners: readonly Manner[] = [
  {
    ...{ asks: null, answers: null, ordered: false },
    half: named(({ guid }) => ({ code: 500, guid, id: null, message: notThisOne })),
  },
  {
    ...{ asks: 'BatchItemRequest', answers: 'BatchItemResponse', ordered: false },
    half: named(({ bId }) => ({
      bId,
      Fault: { type: 'ValidationFault', Error: [{ code: '2010', Message: notThisOne, Detail: notThisOne }] },
    })),
  },
  ...['Contacts', 'Quotes', 'Invoices'].map(inList),
]

function batchIn(body: Sent['body']): { readonly manner: Manner; readonly items: readonly Item[] } | null {
  if (typeof body !== 'string' || !/^[[{]/.test(body)) return null
  const sent: unknown = JSON.parse(body)
  for (const manner of manners) {
    const items = listIn(sent, manner.asks)
    if (items) return { manner, items }
  }
  return null
}

function listIn(sent: unknown, name: string | null): readonly Item[] | null {
  const found: unknown = name === null ? sent : Reflect.get(Object(sent), name)
  return Array.isArray(found) ? (found as Item[]) : null // our own text, or the simulator's
}

/** What arrives of a batch that is done by half. */
export function halved(init: Sent): Sent {
  const batch = batchIn(init.body)
  if (!batch) return init
  const { asks } = batch.manner
  const half = batch.items.filter((_, at) => !isLeftOut(at))
  return { ...init, body: JSON.stringify(asks === null ? half : { [asks]: half }) }
}

const wholeOf = async (response: Response): Promise<Item> => (await response.clone().json()) as Item // the simulator's

async function itemsOf(response: Response, name: string | null): Promise<readonly Item[] | null> {
  return response.ok ? listIn(await response.clone().json(), name) : null
}
