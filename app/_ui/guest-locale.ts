import { headers } from 'next/headers'
import { locales } from '@/lib/model/words'
import type { Locale } from '@/lib/model/words'

/** The browser's first language that we speak, where no session knows better. */
export async function guestLocale(): Promise<Locale> {
  const wanted = ((await headers()).get('accept-language') ?? '').split(',').map((part) => part.trim().slice(0, 2))
  return wanted.map((tag) => locales.find((locale) => locale === tag)).find((locale) => locale !== undefined) ?? 'en'
}
