import { exponentOf } from '@/lib/model/currency'
import type { Locale } from '@/lib/model/words'

/** English dates and times as Europe writes them: day before month, 24 hours. */
const tags = { en: 'en-GB', fr: 'fr', es: 'es' } as const satisfies Record<Locale, string>

/** Numbers, money, times and lists as the reader writes them. The zone comes from the reader's browser. */
export function formatter(spoken: Locale, zone: string) {
  const locale = tags[spoken]
  const numbers = new Intl.NumberFormat(locale)
  const rates = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: zone })
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: zone })
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone })
  const calendar = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
  const key = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: zone })

  const time = (at: number) => times.format(at)
  /** Only the time today, else the day too, else the year too. */
  const moment = (at: number, now: number) => {
    if (key.format(at) === key.format(now)) return time(at)
    const sameYear = key.format(at).slice(0, 4) === key.format(now).slice(0, 4)
    return `${(sameYear ? days : dates).format(at)}, ${time(at)}`
  }
  return {
    number: (value: number) => numbers.format(value),
    rate: (value: number) => rates.format(value),
    percent: (share: number) => percents.format(share),
    money: (minor: number, currency: string | null) => money(locale, minor, currency),
    time,
    moment,
    day: (date: string) => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? calendar.format(new Date(`${date}T00:00:00Z`)) : date),
    /** `2026-11` as a month of its year. */
    month: (period: string) =>
      /^\d{4}-\d{2}$/.test(period) ? months.format(new Date(`${period}-01T00:00:00Z`)) : period,
    duration: (seconds: number) => duration(locale, seconds),
    list: (parts: readonly string[]) => lists.format(parts),
    country: (code: string) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  }
}
export type Format = ReturnType<typeof formatter>

/** Intl counts the decimals that are in use (none of a forint), we those of the currency; and not every text is a currency. */
function money(locale: string, minor: number, currency: string | null): string {
  const digits = exponentOf(currency)
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const amount = minor / 10 ** digits
  if (currency !== null && /^[A-Z]{3}$/.test(currency))
    return new Intl.NumberFormat(locale, { style: 'currency', currency, ...places }).format(amount)
  const number = new Intl.NumberFormat(locale, places).format(amount)
  return currency === null ? number : `${number}\u00a0${currency}`
}

function duration(locale: string, seconds: number): string {
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value)
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 90) return unit(whole, 'second')
  if (whole < 5400) return unit(Math.round(whole / 60), 'minute')
  const minutes = Math.round(whole / 60)
  const rest = minutes % 60
  return rest === 0 ? unit(minutes / 60, 'hour') : `${unit(Math.floor(minutes / 60), 'hour')} ${unit(rest, 'minute')}`
}
