import type { Locale } from '@/lib/model/words'
import { en } from './en'
import type { Texts } from './en'
import { es } from './es'
import { fr } from './fr'

export type { Texts } from './en'

const catalogues: Readonly<Record<Locale, Texts>> = { en, fr, es }

/** Everything a person reads, in their language. */
export const texts = (locale: Locale): Texts => catalogues[locale]
export { fieldText } from './field-text'
export { formatter } from './format'
export type { Format } from './format'
export { linesText } from './lines-text'
export { problemText } from './problem-text'
export type { ProblemText } from './problem-text'
export { valueText } from './value-text'
