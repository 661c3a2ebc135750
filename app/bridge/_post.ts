import { refusals } from '@/lib/model/launch'
import type { Refusal } from '@/lib/model/launch'
import type { Post, Posted } from './_enter'
import { factsIn } from './_host'

/** The bearer goes to our own server in a body, and stays nowhere: not in an address, a cookie or a store. */
export const poster =
  (crm: string, install: string | null): Post =>
  async (token, origin) => {
    try {
      const answer = await fetch(`/launch/${crm}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, origin, install }),
      })
      return postedIn(await answer.json())
    } catch (error) {
      // No connection, or an answer that is not ours: said as what cannot be reached.
      if (error instanceof TypeError || error instanceof SyntaxError) return { refusal: null }
      throw error
    }
  }

function postedIn(answer: unknown): Posted {
  const { location, error } = factsIn(answer) ?? {}
  return typeof location === 'string' ? { location } : { refusal: isRefusal(error) ? error : null }
}

const isRefusal = (error: unknown): error is Refusal => typeof error === 'string' && Object.hasOwn(refusals, error)
