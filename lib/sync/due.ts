/** The next run on the schedule's own grid, strictly after now, so that a late run does not shift all later ones. */
export function due(startedAt: number, everyMinutes: number, now: number): number {
  const step = everyMinutes * 60_000
  return startedAt + (Math.floor((now - startedAt) / step) + 1) * step
}
