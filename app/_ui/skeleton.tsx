/** The page's shape while its numbers are on the way. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div aria-hidden className="space-y-4">
      <div className="breathe rounded-box border border-line bg-surface p-4">
        <div className="h-5 w-3/5 rounded bg-line" />
        <div className="mt-2.5 h-4 w-2/5 rounded bg-line" />
      </div>
      <div className="breathe rounded-box border border-line bg-surface">
        {Array.from({ length: rows }, (_, at) => (
          <div key={at} className="flex justify-between gap-6 border-b border-line p-4 last:border-0">
            <div className="h-4 w-1/3 rounded bg-line" />
            <div className="h-4 w-1/6 rounded bg-line" />
          </div>
        ))}
      </div>
    </div>
  )
}
