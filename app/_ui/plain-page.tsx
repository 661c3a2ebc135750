import type { ReactNode } from 'react'

/** A page that stands alone: one sentence, one more, at most one way on. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="max-w-[34rem] text-center">
        <div
          aria-hidden
          className="mx-auto mb-5 grid size-11 place-items-center rounded-xl bg-accent text-lg font-bold text-on-accent"
        >
          C
        </div>
        <h1 className="text-2xl">{title}</h1>
        <div className="mt-3 space-y-4 text-base text-ink-2">{children}</div>
      </div>
    </main>
  )
}
