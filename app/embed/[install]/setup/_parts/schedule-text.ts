import type { Appointment } from '@/lib/model/settings'
import type { Visit } from '../../../enter'

/** When it runs, in words. */
export function scheduleText(
  { t, locale }: Pick<Visit, 't' | 'locale'>,
  { every, appointment }: { readonly every: number; readonly appointment?: Appointment | null | undefined },
): string {
  const words = t.pages.travels
  if (!appointment) return t.settings.minutes(every)
  const { at, zone, day } = appointment
  if (day === null) return words.scheduleDaily(at, zone)
  return words.scheduleWeekly(weekdays(locale)[day - 1] ?? '', at, zone)
}

/** Monday to Sunday in the reader's language. */
export function weekdays(locale: string): readonly string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  // 5 January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, at) => name.format(Date.UTC(1970, 0, 5 + at)))
}
