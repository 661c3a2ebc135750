import type { Snapshot } from '../model/record'

/**
 * Of records that bear one mark, the one that was created with it: a copy is made of what is there already, and by somebody else.
 * Null where that cannot be told: two of one maker may both be answers to our own create.
 */
export function original(found: readonly Snapshot[]): Snapshot | null {
  const [first, ...copies] = [...found].sort((a, b) => bornAt(a) - bornAt(b))
  if (!first) return null
  const isCopy = ({ made }: Snapshot) => !!made && !!first.made && made.at > first.made.at && made.by !== first.made.by
  return copies.every(isCopy) ? first : null
}

const bornAt = ({ made }: Snapshot): number => made?.at ?? 0
