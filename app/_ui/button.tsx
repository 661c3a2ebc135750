import Link from 'next/link'
import type { ReactNode } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'quiet'

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-inner border px-3.5 py-1.5 text-center font-semibold transition-colors disabled:opacity-60'
const looks: Readonly<Record<ButtonKind, string>> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border-line-strong bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent text-accent hover:bg-accent-soft',
}
export const buttonClass = (kind: ButtonKind): string => `${shape} ${looks[kind]}`

/** A link that looks like a button: for going somewhere, never for doing something. */
export function ButtonLink({ href, kind, children }: { href: string; kind: ButtonKind; children: ReactNode }) {
  return (
    <Link href={href} className={buttonClass(kind)}>
      {children}
    </Link>
  )
}
