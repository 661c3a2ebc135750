'use server'

import { addRecipient } from '@/lib/service/add-recipient'
import { removeRecipient } from '@/lib/service/remove-recipient'
import { saveQuietHours } from '@/lib/service/save-quiet-hours'
import { alertTexts } from '@/lib/text/alerts'
import type { Answer } from '../../../../_ui/answer'
import { reply, saying } from '../../../reply'

export async function add(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const input = { email: form.get('email') ?? '', locale: form.get('locale') ?? '' }
  return reply(install, addRecipient, input, (_t, { email }, { locale }) =>
    saying(alertTexts(locale).page.added(email)),
  )
}

export async function remove(install: string, recipient: string): Promise<Answer> {
  return reply(install, removeRecipient, { recipient }, (_t, email, { locale }) =>
    saying(email === null ? null : alertTexts(locale).page.removed(email)),
  )
}

/** `on` is what the switch sends; times come as hours and minutes of the reader's zone. */
export async function saveQuiet(
  install: string,
  zone: string,
  _before: Answer | null,
  form: FormData,
): Promise<Answer> {
  const kept = form.get('quiet') === 'on'
  const input = { from: kept ? minuteIn(form.get('from')) : null, to: kept ? minuteIn(form.get('to')) : null, zone }
  return reply(install, saveQuietHours, input, (_t, _none, { locale }) => saying(alertTexts(locale).page.saved))
}

/** Undefined where nothing was typed, which is said of the very field. */
function minuteIn(time: FormDataEntryValue | null): number | undefined {
  const [, hours, minutes] = typeof time === 'string' ? (/^(\d{2}):(\d{2})/.exec(time) ?? []) : []
  return hours === undefined || minutes === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}
