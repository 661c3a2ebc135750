'use server'

import { redirect } from 'next/navigation'
import type { Verb } from '../../../_server/action'
import { preview } from '@/lib/service/preview'
import { saveFields } from '@/lib/service/save-fields'
import { savePeople } from '@/lib/service/save-people'
import { saveTravels } from '@/lib/service/save-travels'
import { dropDraft } from '@/lib/service/versions'
import type { Answer } from '../../../_ui/answer'
import { pathsOf } from '../../paths'
import { reply, saying } from '../../reply'

/** Saves one page's answers as a draft and shows at once what follows from them. */
async function saveAndSee(install: string, verb: Verb<unknown>, input: unknown): Promise<Answer> {
  const saved = await reply(install, verb, input, () => saying(null))
  return saved.ok ? seeEffect(install) : saved
}

export async function seeEffect(install: string): Promise<Answer> {
  const planned = await reply(install, preview, {}, () => saying(null))
  if (planned.ok) redirect(pathsOf(install).setup('review'))
  return planned
}

export async function keepPeople(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  return saveAndSee(install, savePeople, typedJson(form))
}

export async function keepTravels(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  return saveAndSee(install, saveTravels, typedJson(form))
}

export async function keepFields(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  return reply(install, saveFields, typedJson(form), (t) => saying(t.pages.details.saved))
}

export async function dropAll(install: string): Promise<Answer> {
  return reply(install, dropDraft, {}, (t) => saying(t.pages.draft.dropped))
}

/** An editor hands its answers over as one text; whatever it holds, the verb looks at it before anything else does. */
function typedJson(form: FormData): unknown {
  const text = form.get('answers')
  if (typeof text !== 'string') return null
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
