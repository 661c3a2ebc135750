'use client'

import { useSyncExternalStore } from 'react'
import { locales } from '@/lib/model/words'
import { outside } from '@/lib/text/outside'

const nothingChanges = () => () => undefined
/** The innermost language that the page declared: the member's inside the frame, else the browser's. */
const spoken = () => (document.querySelector('[data-locale]') ?? document.documentElement).getAttribute('lang') ?? 'en'

/** The few words of a page that cannot ask who reads it. */
export function useOutside() {
  const tag = useSyncExternalStore(nothingChanges, spoken, () => 'en')
  return outside[locales.find((locale) => locale === tag) ?? 'en']
}
