'use server'

import { redirect } from 'next/navigation'
import { approve } from '@/lib/service/approve'
import { chooseCompany } from '@/lib/service/choose-company'
import { connect } from '@/lib/service/connect'
import { preview } from '@/lib/service/preview'
import { saveChoices } from '@/lib/service/save-choices'
import { start } from '@/lib/service/start'
import { cleanUp } from '@/lib/service/trial'
import { tryFew } from '@/lib/service/try-few'
import type { Side } from '@/lib/model/words'
import type { Check, VendorView } from '@/lib/service/views'
import type { Texts } from '@/lib/text'
import type { Answer } from '../../../_ui/answer'
import type { Visit } from '../../enter'
import { pathsOf } from '../../paths'
import { reply, saying } from '../../reply'
import { checkLines } from './_parts/check-lines'
import { typedAnswers, typedChoices } from './_parts/typed'

export async function connectSide(
  install: string,
  side: Side,
  vendor: VendorView,
  _before: Answer | null,
  form: FormData,
): Promise<Answer> {
  const input = { side, vendor: vendor.id, answers: typedAnswers(form) }
  const said = (_t: Texts, { checks }: { readonly checks: readonly Check[] }, visit: Visit): Answer => ({
    ok: true,
    said: null,
    checks: checkLines(visit, { side, vendor: vendor.name }, checks),
  })
  return reply(install, connect, input, said, vendor.name)
}

export async function useCompany(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const answer = await reply(install, chooseCompany, { company: form.get('company') ?? '' }, () => saying(null))
  if (answer.ok) redirect(pathsOf(install).setup())
  return answer
}

/** Saves the answers and asks at once for the plan that shows their effect. */
export async function saveAll(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const saved = await reply(install, saveChoices, typedChoices(form), () => saying(null))
  if (!saved.ok) return saved
  const planned = await reply(install, preview, {}, () => saying(null))
  if (!planned.ok) return planned
  redirect(pathsOf(install).setup('review'))
}

export async function planAgain(install: string): Promise<Answer> {
  return reply(install, preview, {}, () => saying(null))
}

export async function startWith(install: string, plan: string): Promise<Answer> {
  const answer = await reply(install, start, { plan }, (t) => saying(t.setup.review.started))
  if (answer.ok) redirect(pathsOf(install).home)
  return answer
}

export async function tryWith(install: string, plan: string): Promise<Answer> {
  const answer = await reply(install, tryFew, { plan }, (t) => saying(t.pages.review.tried))
  if (answer.ok) redirect(pathsOf(install).setup('trial'))
  return answer
}

export async function takeBack(install: string): Promise<Answer> {
  return reply(install, cleanUp, {}, (t) => saying(t.pages.trial.cleaning))
}

export async function approveWith(install: string, run: string): Promise<Answer> {
  const answer = await reply(install, approve, { run }, (t) => saying(t.held.approved))
  if (answer.ok) redirect(pathsOf(install).home)
  return answer
}
