import type { Locale } from '@/lib/model/words'

export interface Forms {
  readonly one: string
  readonly other: string
}

/** Numbers and plurals of one language; `#` in a form stands for the number. */
export function counter(locale: Locale) {
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const number = (value: number) => numbers.format(value)
  const plural = (value: number, forms: Forms) =>
    (rules.select(value) === 'one' ? forms.one : forms.other).replaceAll('#', number(value))
  return { number, plural }
}
