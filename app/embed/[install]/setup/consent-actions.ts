'use server'

import { refresh } from 'next/cache'
import type { Side } from '@/lib/model/words'
import { beginConsent } from '@/lib/service/begin-consent'
import type { ConsentFault } from '@/lib/service/consent'
import type { VendorView } from '@/lib/service/views'
import { watchConsent } from '@/lib/service/watch-consent'
import { problemText } from '@/lib/text'
import { accountsTexts } from '@/lib/text/accounts'
import type { CheckLine } from '../../../_ui/answer'
import type { Visit } from '../../enter'
import { hear } from '../../reply'
import { checkLines } from './_parts/check-lines'
import { typedAnswers } from './_parts/typed'

export interface Refused {
  readonly ok: false
  readonly title: string
  readonly lines: readonly string[]
  readonly fields: Readonly<Record<string, string>>
}
export type BeginAnswer = { readonly ok: true; readonly attempt: string; readonly secret: string } | Refused

export async function begin(install: string, side: Side, vendor: VendorView, form: FormData): Promise<BeginAnswer> {
  const heard = await hear(install, beginConsent, { side, vendor: vendor.id, answers: typedAnswers(form) }, vendor.name)
  return heard.ok ? { ok: true, ...heard.value } : heard
}

export type WatchAnswer =
  { readonly kind: 'under-way' } | { readonly kind: 'done'; readonly checks: readonly CheckLine[] } | Failed
export interface Failed {
  readonly kind: 'failed'
  readonly title: string
  readonly lines: readonly string[]
}

export async function watch(install: string, side: Side, vendor: VendorView, attempt: string): Promise<WatchAnswer> {
  const heard = await hear(install, watchConsent, { attempt }, vendor.name)
  if (!heard.ok) return { kind: 'failed', title: heard.title, lines: heard.lines }
  const { value, visit } = heard
  if (value.status === 'under-way') return { kind: 'under-way' }
  if (value.status === 'failed') return failure(visit, vendor.name, value.fault)
  refresh()
  return { kind: 'done', checks: checkLines(visit, { side, vendor: vendor.name }, value.checks) }
}

function failure({ t, f, now, locale }: Visit, vendor: string, fault: ConsentFault): Failed {
  const { failed, stranger } = accountsTexts(locale).connect
  if (fault.kind !== 'vendor')
    return { kind: 'failed', title: failed[fault.kind].title, lines: [failed[fault.kind].todo] }
  const { problem } = fault
  if (problem.kind === 'rejected' && problem.field === 'company')
    return { kind: 'failed', title: stranger.title, lines: [stranger.todo(problem.detail)] }
  const { title, why, todo } = problemText(t, f, vendor, problem, now)
  return { kind: 'failed', title, lines: [why, todo] }
}
