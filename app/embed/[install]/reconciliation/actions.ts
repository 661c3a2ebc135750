'use server'

import { askVerification } from '@/lib/service/ask-verification'
import type { Answer } from '../../../_ui/answer'
import { reply, saying } from '../../reply'

/** Both sides are compared now; the page follows by itself. */
export async function compareNow(install: string): Promise<Answer> {
  return reply(install, askVerification, {}, (t) => saying(t.reconciliation.asked))
}
