'use server'

import { redirect } from 'next/navigation'
import type { Side } from '@/lib/model/words'
import { disconnect } from '@/lib/service/disconnect'
import { uninstall } from '@/lib/service/uninstall'
import type { Answer } from '../../../_ui/answer'
import { pathsOf } from '../../paths'
import { hear } from '../../reply'

export async function disconnectSide(
  install: string,
  side: Side,
  _before: Answer | null,
  form: FormData,
): Promise<Answer> {
  const heard = await hear(install, disconnect, { side, mirrored: form.get('mirrored') })
  if (heard.ok) redirect(pathsOf(install).settings)
  return heard
}

/** No page of this installation shows anything any more, so that the answer is all that is left to show. */
export async function leaveNow(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const heard = await hear(install, uninstall, { mirrored: form.get('mirrored') })
  return heard.ok ? { ok: true, said: null, checks: [] } : heard
}
