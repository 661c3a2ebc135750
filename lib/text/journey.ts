import type { Locale } from '@/lib/model/words'
import { en } from './journey/en'
import type { JourneyTexts } from './journey/en'
import { es } from './journey/es'
import { fr } from './journey/fr'

export type { JourneyTexts } from './journey/en'

const catalogues: Readonly<Record<Locale, JourneyTexts>> = { en, fr, es }

/** What people read about near real time, several companies and decisions that are left to them. */
export const journeyTexts = (locale: Locale): JourneyTexts => catalogues[locale]
