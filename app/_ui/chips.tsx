import Link from 'next/link'

export interface Chip {
  readonly label: string
  readonly href: string
  readonly on: boolean
}

/** A filter as links: works without a script, keeps its place in the address, one press each. */
export function Chips({ label, chips }: { label: string; chips: readonly Chip[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <Link
          key={chip.href}
          href={chip.href}
          aria-current={chip.on ? 'true' : undefined}
          className={`inline-flex min-h-7 items-center rounded-full border px-3 text-[0.8125rem] ${
            chip.on
              ? 'border-accent bg-accent-soft font-semibold text-accent'
              : 'border-line bg-surface text-ink-2 hover:border-line-strong'
          }`}
        >
          {chip.label}
        </Link>
      ))}
    </nav>
  )
}
