/** A simulator's side channel, as a person at its keyboard would use it. */
export interface Aside {
  call(verb: string, ...given: readonly unknown[]): Promise<Deed>
  rows(verb: string, ...given: readonly unknown[]): Promise<readonly Facts[]>
}

export type Facts = Readonly<Record<string, unknown>>
export type Deed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string }

export function aside(baseUrl: string): Aside {
  const call = async (verb: string, ...given: readonly unknown[]): Promise<Deed> => {
    const answer = await fetch(`${baseUrl}/_admin/${verb}`, { method: 'POST', body: JSON.stringify(given) })
    const value: unknown = await answer.json()
    return answer.ok ? { ok: true, value } : { ok: false, reason: text(factsOf(value)['error']) }
  }
  return {
    call,
    async rows(verb, ...given) {
      const deed = await call(verb, ...given)
      if (!deed.ok) throw new Error(deed.reason)
      return Array.isArray(deed.value) ? deed.value.map(factsOf) : []
    },
  }
}

export const factsOf = (value: unknown): Facts =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** A value as a page shows it; empty where there is none. */
export const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
