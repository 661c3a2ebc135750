import Link from 'next/link'
import type { ReactNode } from 'react'
import { ChevronLeft } from 'lucide-react'

interface PageHeadProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly back?: { readonly href: string; readonly label: string }
  readonly aside?: ReactNode
}

export function PageHead({ title, lead, back, aside }: PageHeadProps) {
  return (
    <div>
      {back && (
        <Link href={back.href} className="link mb-1.5 -ml-1 inline-flex min-h-6 items-center gap-0.5 no-underline">
          <ChevronLeft aria-hidden className="size-4" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h1>{title}</h1>
          {lead !== undefined && <div className="mt-0.5 max-w-[72ch] text-ink-2">{lead}</div>}
        </div>
        {aside}
      </div>
    </div>
  )
}
