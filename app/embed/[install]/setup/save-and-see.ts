import { redirect } from 'next/navigation'
import { preview } from '@/lib/service/preview'
import type { Answer } from '../../../_ui/answer'
import type { Verb } from '../../../_server/action'
import { pathsOf } from '../../paths'
import { reply, saying } from '../../reply'

/** Saves one page's answers as a draft and shows at once what follows from them. */
export async function saveAndSee(install: string, verb: Verb<unknown>, input: unknown): Promise<Answer> {
  const saved = await reply(install, verb, input, () => saying(null))
  return saved.ok ? seeIt(install) : saved
}

export async function seeIt(install: string): Promise<Answer> {
  const planned = await reply(install, preview, {}, () => saying(null))
  if (planned.ok) redirect(pathsOf(install).setup('review'))
  return planned
}

/** An editor hands its answers over as one text; whatever it holds, the verb looks at it before anything else does. */
export function typedJson(form: FormData): unknown {
  const text = form.get('answers')
  if (typeof text !== 'string') return null
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
