'use server'

import { redirect } from 'next/navigation'
import type { Side } from '@/lib/model/words'
import { disconnect } from '@/lib/service/disconnect'
import { uninstall } from '@/lib/service/uninstall'
import { accountsTexts } from '@/lib/text/accounts'
import type { Answer } from '../../../_ui/answer'
import { pathsOf } from '../../paths'
import { hear, saying } from '../../reply'

export async function disconnectSide(
  install: string,
  side: Side,
  _before: Answer | null,
  form: FormData,
): Promise<Answer> {
  const heard = await hear(install, disconnect, { side, mirrored: form.get('mirrored') })
  if (!heard.ok) return heard
  const { value, visit } = heard
  // Until then the connection stands there as before, so that this is where to say it.
  if (value.unlocking > 0) return saying(accountsTexts(visit.locale).disconnect.unlocking(value.unlocking))
  redirect(pathsOf(install).settings)
}

/** No page of this installation shows anything any more, so that the answer is all that is left to show. */
export async function leaveNow(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const heard = await hear(install, uninstall, { mirrored: form.get('mirrored') })
  return heard.ok ? { ok: true, said: null, checks: [] } : heard
}
