import type { Done } from '@/lib/service/fault'

/** What a verb did; a demo that is refused cannot go on. */
export function took<T>(done: Done<T>): T {
  if (!done.ok) throw new Error(`The set-up was refused: ${JSON.stringify(done.fault)}`)
  return done.value
}
