import type { Flat } from '../model/record'

/** Keys under which a record can meet its counterpart: `<field>:<folded value>`, for every identify field that is filled. */
export function keys(flat: Flat, identify: readonly string[]): readonly string[] {
  return identify.flatMap((field) => {
    const value = flat[field]
    return value === null || value === undefined || value === '' ? [] : [`${field}:${fold(String(value))}`]
  })
}

/** Case and spacing do not tell two records apart; accents do not either. */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Letters and single spaces that folding would leave alone but for their case. */
const isPlain = (text: string): boolean => /^[!-~]+(?: [!-~]+)*$/.test(text)
