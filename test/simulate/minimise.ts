import type { History, Pass } from './act'
import { recorded } from './fate'
import { live } from './live'

/** The shortest history found that breaks the same promise: halves of the deeds and blows are left out while it still fails. */
/** `mostTries`: how many shorter histories are lived at most. */
export async function minimise(history: History, invariant: string, mostTries = 120): Promise<History> {
  let best = history
  let tries = 0
  const fails = async (candidate: History): Promise<boolean> => {
    tries += 1
    return (await live(recorded(candidate))).violation?.invariant === invariant
  }
  if (!(await fails(history))) return history
  for (
    let size = Math.ceil(count(best) / 2);
    size >= 1 && tries < mostTries;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < count(best) && tries < mostTries;) {
      const candidate = without(best, from, size)
      if (await fails(candidate)) best = candidate
      else from += size
    }
  }
  for (let pass = best.passes.length - 1; pass > 0 && tries < mostTries; pass -= 1) {
    const candidate = { ...best, passes: best.passes.filter((_, at) => at !== pass) }
    if (await fails(candidate)) best = candidate
  }
  return best
}

const count = ({ passes }: History): number =>
  passes.reduce((sum, { before, during }) => sum + before.length + during.length, 0)

function without(history: History, from: number, size: number): History {
  let place = 0
  const stays = (): boolean => {
    const at = place++
    return at < from || at >= from + size
  }
  const passes = history.passes.map((pass): Pass => ({
    ...pass,
    before: pass.before.filter(stays),
    during: pass.during.filter(stays),
  }))
  return { ...history, passes }
}
