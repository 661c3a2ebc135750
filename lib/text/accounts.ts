import type { Locale } from '@/lib/model/words'
import { en } from './accounts/en'
import type { AccountsTexts } from './accounts/en'
import { es } from './accounts/es'
import { fr } from './accounts/fr'

export type { AccountsTexts } from './accounts/en'

const catalogues: Readonly<Record<Locale, AccountsTexts>> = { en, fr, es }

/** What people read about connecting, disconnecting, installing and leaving. */
export const accountsTexts = (locale: Locale): AccountsTexts => catalogues[locale]
