/** How many edits fell into each step: the first takes up to a second, each next one a fifth more. */
export interface LagStep {
  readonly step: number
  readonly count: number
}

const base = 1.2

/** The time within which this share of the edits was written, in seconds; null where there were none. */
export function lagAt(share: number, steps: readonly LagStep[]): number | null {
  const all = steps.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return null
  const wanted = Math.max(1, Math.ceil(all * share))
  const sorted = [...steps].sort((a, b) => a.step - b.step)
  let seen = 0
  for (const { step, count } of sorted) {
    seen += count
    if (seen >= wanted) return base ** step
  }
  return null
}
