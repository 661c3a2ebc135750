'use server'

import { saveFields } from '@/lib/service/save-fields'
import { savePeople } from '@/lib/service/save-people'
import { saveTravels } from '@/lib/service/save-travels'
import { dropDraft } from '@/lib/service/versions'
import type { Answer } from '../../../_ui/answer'
import { reply, saying } from '../../reply'
import { saveAndSee, seeIt, typedJson } from './save-and-see'

export async function seeEffect(install: string): Promise<Answer> {
  return seeIt(install)
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
