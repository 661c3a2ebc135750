/** Addresses inside the frame, in one place. Empty questions are left out. */
export function pathsOf(install: string) {
  const home = `/embed/${encodeURIComponent(install)}`
  const to = (path: string, query: Readonly<Record<string, string | undefined>> = {}) => {
    const asked = Object.entries(query).flatMap(([key, value]): string[][] =>
      value === undefined ? [] : [[key, value]],
    )
    return asked.length === 0 ? `${home}${path}` : `${home}${path}?${new URLSearchParams(asked).toString()}`
  }
  return {
    home,
    to,
    history: `${home}/history`,
    errors: `${home}/errors`,
    errorsOf: (query: Readonly<Record<string, string | undefined>>) => to('/errors', query),
    statistics: (query: Readonly<Record<string, string | undefined>> = {}) => to('/statistics', query),
    changes: (query: Readonly<Record<string, string | undefined>> = {}) => to('/history/changes', query),
    change: (entry: string) => `${home}/history/changes/${encodeURIComponent(entry)}`,
    alerts: `${home}/settings/alerts`,
    settings: `${home}/settings`,
    setup: (step?: string) => `${home}/setup${step === undefined ? '' : `/${step}`}`,
    run: (run: string, query: Readonly<Record<string, string | undefined>> = {}) =>
      to(`/history/${encodeURIComponent(run)}`, query),
    record: (link: string, query: Readonly<Record<string, string | undefined>> = {}) =>
      to(`/records/${encodeURIComponent(link)}`, query),
    records: (query: Readonly<Record<string, string | undefined>>) => to('/records', query),
    fix: (link: string) => `${home}/records/${encodeURIComponent(link)}/fix`,
    plan: (run: string, query: Readonly<Record<string, string | undefined>> = {}) =>
      to(`/plan/${encodeURIComponent(run)}`, query),
  }
}
export type Paths = ReturnType<typeof pathsOf>
