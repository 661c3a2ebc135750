import type { Grant, Send } from '@/lib/model/connector'

interface Kept {
  readonly token: Promise<string>
  readonly at: number
  readonly lists: Lists
}

/** The tenant's value lists by resource: as long-lived as the session they were read in. */
export type Lists = Map<string, readonly unknown[]>

/** The vendor publishes no lifetime; its own connector logs in before every call. */
const LIFE_MS = 50 * 60_000

/** Per connection in this process: a login is a call of the same quota. */
const kept = new Map<string, Kept>()

export interface Token {
  get(): Promise<string>
  /** After a refusal of `stale`: another call may have logged in meanwhile. */
  renew(stale: string): Promise<string>
  lists(): Lists
}

export function sharedToken(grant: Grant, send: Send, login: () => Promise<string>): Token {
  const name = JSON.stringify([grant.baseUrl, grant.secrets['publicKey'], grant.secrets['privateKey']])
  const fresh = async (): Promise<string> => {
    const mine: Kept = { token: login(), at: send.now(), lists: new Map() }
    kept.set(name, mine)
    try {
      return await mine.token
    } catch (error) {
      // A failed login is not remembered: the keys may be put right.
      if (kept.get(name) === mine) kept.delete(name)
      throw error
    }
  }
  const known = (): Kept | null => {
    const found = kept.get(name)
    const age = found === undefined ? -1 : send.now() - found.at
    return found !== undefined && age >= 0 && age < LIFE_MS ? found : null
  }
  return {
    get: () => known()?.token ?? fresh(),
    async renew(stale) {
      const current = await known()?.token
      return current !== undefined && current !== stale ? current : fresh()
    },
    lists: () => known()?.lists ?? new Map(),
  }
}
