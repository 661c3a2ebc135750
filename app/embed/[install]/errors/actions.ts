'use server'

import { redirect } from 'next/navigation'
import { fix } from '@/lib/service/fix'
import { ignore } from '@/lib/service/ignore'
import { retry } from '@/lib/service/retry'
import { stopIgnoring } from '@/lib/service/stop-ignoring'
import type { Answer } from '../../../_ui/answer'
import { pathsOf } from '../../paths'
import { reply, saying } from '../../reply'

type These = readonly string[] | { readonly cause: string }

/** Named records, all of a cause, or all of them, are looked at again as if they had just changed. */
export async function retryThese(install: string, links: These | 'all'): Promise<Answer> {
  return reply(install, retry, { links }, (t, { retried }) => saying(t.errors.retried(retried)))
}

export async function ignoreThese(install: string, links: These, note: string): Promise<Answer> {
  return reply(install, ignore, { links, note }, (_t, { ignored }, { o }) => saying(o.errors.ignoreDone(ignored)))
}

export async function takeBack(install: string, links: readonly string[]): Promise<Answer> {
  return reply(install, stopIgnoring, { links }, (_t, { back }, { o }) => saying(o.errors.stopped(back)))
}

export async function correct(install: string, link: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const value = form.get('value')
  const input = { link, value: typeof value === 'string' ? value : '' }
  const answer = await reply(install, fix, input, (_t, { side }, { o, names }) => saying(o.fix.saved(names[side])))
  if (answer.ok) redirect(pathsOf(install).errorsOf({ tab: 'retrying' }))
  return answer
}
