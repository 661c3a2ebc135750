import type { Locale } from '@/lib/model/words'
import { pagesEn, type PageTexts } from './pages.en'
import { pagesEs } from './pages.es'
import { pagesFr } from './pages.fr'

const catalogues: Readonly<Record<Locale, PageTexts>> = { en: pagesEn, fr: pagesFr, es: pagesEs }

/** What an editor in the browser says; functions do not travel from the server, so it takes the words itself. */
export const pageTexts = (locale: Locale): PageTexts => catalogues[locale]
