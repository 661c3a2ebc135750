import type { ReactNode } from 'react'

interface CardProps {
  readonly title?: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Card({ title, aside, children }: CardProps) {
  return (
    <section className="overflow-clip rounded-box border border-line bg-surface shadow-lift">
      {title !== undefined && (
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 pt-3.5 pb-2.5 sm:px-[1.125rem]">
          <h2>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

export function CardBody({ children }: { children: ReactNode }) {
  return <div className="px-4 py-4 sm:px-[1.125rem]">{children}</div>
}
