import type { Grant, Send } from '@/lib/model/connector'

interface Kept {
  readonly token: Promise<string>
  readonly at: number
}

/** The vendor publishes no lifetime; its own connector logs in before every call. */
const LIFE_MS = 50 * 60_000

/** Per connection in this process: a login is a call of the same quota. */
const kept = new Map<string, Kept>()

export interface Token {
  get(): Promise<string>
  /** After a refusal of `stale`: another call may have logged in meanwhile. */
  renew(stale: string): Promise<string>
}

export function sharedToken(grant: Grant, send: Send, login: () => Promise<string>): Token {
  const name = JSON.stringify([grant.baseUrl, grant.secrets['publicKey'], grant.secrets['privateKey']])
  const fresh = async (): Promise<string> => {
    const mine: Kept = { token: login(), at: send.now() }
    kept.set(name, mine)
    try {
      return await mine.token
    } catch (error) {
      // A failed login is not remembered: the keys may be put right.
      if (kept.get(name) === mine) kept.delete(name)
      throw error
    }
  }
  const known = (): Promise<string> | null => {
    const found = kept.get(name)
    const age = found === undefined ? -1 : send.now() - found.at
    return found !== undefined && age >= 0 && age < LIFE_MS ? found.token : null
  }
  return {
    get: () => known() ?? fresh(),
    async renew(stale) {
      const current = await known()
      return current !== null && current !== stale ? current : fresh()
    },
  }
}
