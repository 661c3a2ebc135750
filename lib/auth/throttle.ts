const window = 60_000
const most = 50_000

/** Counts per name and minute, in memory: enough to slow a stranger down, never a reason to keep anything. */
export function throttle(limit: number) {
  const seen = new Map<string, { readonly since: number; readonly count: number }>()
  const current = (name: string, now: number) => {
    const entry = seen.get(name)
    return entry && now - entry.since < window ? entry : { since: now, count: 0 }
  }
  return {
    isFull: (name: string, now: number): boolean => current(name, now).count >= limit,
    count(name: string, now: number): void {
      if (seen.size >= most) seen.clear()
      const { since, count } = current(name, now)
      seen.set(name, { since, count: count + 1 })
    },
  }
}
