'use server'

import { retry } from '@/lib/service/retry'
import type { Answer } from '../../../_ui/answer'
import { reply, saying } from '../../reply'

/** Named records, or all of them, are looked at again as if they had just changed. */
export async function retryThese(install: string, links: readonly string[] | 'all'): Promise<Answer> {
  return reply(install, retry, { links }, (t, { retried }) => saying(t.errors.retried(retried)))
}
