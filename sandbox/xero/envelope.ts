import { randomUUID } from 'node:crypto'
import { json } from '../kit/server'
import type { Answer, Request } from '../kit/server'
import type { Verdict } from './refuse'
import { badBody, validation } from './refuse'
import { wireOf } from './fields'
import type { Wire } from './show'

/** Every answer comes in the same wrapping; `pagination` only where a page was asked for. */
export const wrapped = (now: number, name: string, rows: readonly Wire[], pagination: Wire | null = null): Answer =>
  json(200, {
    Id: randomUUID(),
    Status: 'OK',
    ProviderName: 'Concord',
    DateTimeUTC: `/Date(${now})/`,
    ...(pagination === null ? {} : { pagination }),
    [name]: rows,
  })

/** The elements of a body: `{"Contacts":[…]}`, or one element alone. */
export function elementsOf(request: Request, name: string): readonly Wire[] | null {
  const body = bodyOf(request)
  if (body === null) return null
  const list = body[name]
  return Array.isArray(list) ? list.map(wireOf) : [body]
}

export function bodyOf(request: Request): Wire | null {
  try {
    return wireOf(JSON.parse(new TextDecoder().decode(request.body)))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

export interface Batch<T> {
  readonly name: string
  readonly write: (element: Wire) => Verdict<T>
  readonly show: (row: T) => Wire
  /** Undoes what this call wrote, where one bad element fails them all. */
  readonly undo: () => void
}

/**
 * summarizeErrors=true: one bad element refuses the whole call with 400. Without it: 200, every element says for itself
 * whether it was taken, a refused one by its echo with `ValidationErrors`.
 */
export function written<T>(request: Request, now: number, batch: Batch<T>, alone: 'alone' | 'many' = 'many'): Answer {
  const elements = elementsOf(request, batch.name)
  if (elements === null) return badBody('The body cannot be read')
  if (elements.length === 0) return badBody(`No ${batch.name} in the body`)
  const verdicts = elements.map((element) => ({ element, verdict: batch.write(element) }))
  const failed = verdicts.some(({ verdict }) => !verdict.ok)
  const summarized = request.query.get('summarizeErrors') === 'true' || alone === 'alone'
  if (failed && summarized) {
    batch.undo()
    return validation(verdicts.flatMap(({ element, verdict }) => (verdict.ok ? [] : [echo(element, verdict.messages)])))
  }
  const rows = verdicts.map(({ element, verdict }) =>
    verdict.ok
      ? { ...batch.show(verdict.row), StatusAttributeString: 'OK' }
      : {
          ...echo(element, verdict.messages),
          HasErrors: true,
          HasValidationErrors: true,
          StatusAttributeString: 'ERROR',
        },
  )
  return wrapped(now, batch.name, rows)
}

const echo = (element: Wire, messages: readonly string[]): Wire => ({
  ...element,
  ValidationErrors: messages.map((Message) => ({ Message })),
})
