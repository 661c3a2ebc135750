import type { z } from 'zod'
import type { SendAnswer } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'

/** The vendor's answer in the shape we rely on; anything else is a surprise that names the place, never the value. */
export function parseAnswer<T>(answer: SendAnswer, schema: z.ZodType<T>): T {
  const read = jsonOf(answer)
  if (read === undefined) throw surprise(looksLikeHtml(answer) ? 'HTML instead of JSON' : 'unreadable JSON')
  const parsed = schema.safeParse(read)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw surprise(`unexpected answer at ${issue?.path.join('.') || 'its root'}: ${issue?.code ?? 'unknown'}`)
}

/** The answer to a write that was accepted: unreadable, it leaves open what happened, so the record must be looked up. */
export function parseWritten<T>(answer: SendAnswer, schema: z.ZodType<T>): T {
  try {
    return parseAnswer(answer, schema)
  } catch (error) {
    if (error instanceof ConnectorError) throw new ConnectorError({ kind: 'unreachable', detail: 'unreadable-answer' })
    throw error
  }
}

/** For bodies that may be anything, such as an error's: undefined where there is no JSON. */
export function jsonOf(answer: SendAnswer): unknown {
  const text = textOf(answer)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** In the alphabet that the answer names, else UTF-8; undefined where it is not, because a guess would be written on. */
export function textOf({ headers, body }: SendAnswer): string | undefined {
  const [, named] = /charset="?([\w-]+)/i.exec(headers['content-type'] ?? '') ?? []
  return decoded(body, named ?? 'utf-8')
}

function decoded(body: Uint8Array, alphabet: string): string | undefined {
  try {
    return new TextDecoder(alphabet, { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof RangeError) return decoded(body, 'utf-8')
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const looksLikeHtml = (answer: SendAnswer): boolean =>
  /html/i.test(answer.headers['content-type'] ?? '') || answer.body[0] === '<'.charCodeAt(0)

const surprise = (detail: string): ConnectorError => new ConnectorError({ kind: 'surprise', detail })
