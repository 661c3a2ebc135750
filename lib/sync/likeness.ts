/** Jaro and Winkler: how alike two texts read, 0 to 1; a common beginning counts more. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1
  const common = inCommon(a, b)
  const size = common.a.length
  if (size === 0) return 0
  const moved = common.a.filter((letter, at) => letter !== common.b[at]).length / 2
  const jaro = (size / a.length + size / b.length + (size - moved) / size) / 3
  return jaro + 0.1 * beginning(a, b) * (1 - jaro)
}

/** The letters that both have at about the same place, in the order of each. */
function inCommon(a: string, b: string) {
  const reach = Math.max(Math.floor(Math.max(a.length, b.length) / 2) - 1, 0)
  const taken = new Set<number>()
  const found = [...a].filter((letter, at) => {
    const from = Math.max(at - reach, 0)
    for (let there = from; there < Math.min(at + reach + 1, b.length); there += 1) {
      if (b[there] !== letter || taken.has(there)) continue
      taken.add(there)
      return true
    }
    return false
  })
  return { a: found, b: [...taken].sort((one, other) => one - other).map((at) => b[at]) }
}

function beginning(a: string, b: string): number {
  let same = 0
  while (same < 4 && same < a.length && a[same] === b[same]) same += 1
  return same
}
