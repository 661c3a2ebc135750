'use server'

import { goLive } from '@/lib/service/go-live'
import { journeyTexts } from '@/lib/text/journey'
import type { Answer } from '../../../_ui/answer'
import { reply, saying } from '../../reply'

/** Near real time, on or off; asked again while it is on, the vendors are asked anew. */
export async function turnLive(install: string, live: boolean): Promise<Answer> {
  return reply(install, goLive, { live }, (_t, _done, visit) => {
    const words = journeyTexts(visit.locale).live
    return saying(live ? words.onNow : words.offNow)
  })
}
