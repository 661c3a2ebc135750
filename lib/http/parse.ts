import type { z } from 'zod'
import type { SendAnswer } from '@/lib/model/connector'
import { ConnectorError } from '@/lib/model/problem'

const decoder = new TextDecoder()

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
  try {
    return JSON.parse(decoder.decode(answer.body))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const looksLikeHtml = (answer: SendAnswer): boolean =>
  /html/i.test(answer.headers['content-type'] ?? '') || answer.body[0] === '<'.charCodeAt(0)

const surprise = (detail: string): ConnectorError => new ConnectorError({ kind: 'surprise', detail })
