import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether one of our keys made this signature; as long for a wrong one as for a right one. Letters are compared, because
 * decoding would pass over whatever stands behind a good one.
 */
export function isSigned(text: string, signature: string, keys: readonly string[], form: 'base64' | 'hex'): boolean {
  const given = Buffer.from(signature)
  const made = keys.map((key) => Buffer.from(createHmac('sha256', key).update(text, 'utf8').digest(form)))
  return made.map((each) => each.length === given.length && timingSafeEqual(each, given)).includes(true)
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A language tag as one of ours; English where it is none. */
export function localeFrom<L extends string>(tag: string | null | undefined, locales: readonly L[], usual: L): L {
  const language = tag?.slice(0, 2).toLowerCase()
  return locales.find((locale) => locale === language) ?? usual
}
