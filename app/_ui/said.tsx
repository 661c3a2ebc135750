import type { ReactNode } from 'react'

/** What a page in the frame says that has nothing to show: one sentence, one more, at most a way on. */
export function Said({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  return (
    <div className="space-y-3">
      <h1 className="text-lg font-semibold">{title}</h1>
      <p className="text-ink-2">{why}</p>
      {children}
    </div>
  )
}
