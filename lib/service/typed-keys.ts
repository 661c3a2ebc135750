import { isLabel } from '@/lib/engine/address'
import type { AskedKey } from '@/lib/model/connector'
import type { FieldFault } from './fault'

export type TypedKeys =
  | { readonly wrong: Readonly<Record<string, FieldFault>> }
  | { readonly secrets: Record<string, string>; readonly address: string | null; readonly account: string | null }

/** What an administrator typed in for a vendor, or which of it cannot be. */
export function typedKeys(asked: readonly AskedKey[], answers: Readonly<Record<string, string>>): TypedKeys {
  const given = asked.map((ask) => ({ ...ask, value: (answers[ask.key] ?? '').trim() }))
  const wrong = given.flatMap(({ key, kind, value }): [string, FieldFault][] => {
    if (value === '') return [[`answers.${key}`, 'required']]
    const isWrong = (kind === 'address' && addressOf(value) === null) || (kind === 'label' && !isLabel(value))
    return isWrong ? [[`answers.${key}`, kind === 'label' ? 'not-a-label' : 'not-an-address']] : []
  })
  if (wrong.length > 0) return { wrong: Object.fromEntries(wrong) }
  const address = given.find(({ kind }) => kind === 'address')
  return {
    secrets: Object.fromEntries(given.map(({ key, value }) => [key, value])),
    address: address ? addressOf(address.value) : null,
    account: given.find(({ secret }) => !secret)?.value ?? null,
  }
}

/** An http(s) address without user, query or closing slash. */
function addressOf(value: string): string | null {
  if (!URL.canParse(value)) return null
  const { protocol, origin, pathname, username } = new URL(value)
  if (!/^https?:$/.test(protocol) || username !== '') return null
  return `${origin}${pathname}`.replace(/\/+$/, '')
}
