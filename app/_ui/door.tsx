import Link from 'next/link'

/** A number that leads to the list behind it; a zero leads nowhere. */
export function Door({ href, value, shown, label }: { href: string; value: number; shown: string; label: string }) {
  if (value === 0) return <span className="text-ink-3">{shown}</span>
  return (
    <Link href={href} className="link" aria-label={`${label}: ${shown}`}>
      {shown}
    </Link>
  )
}
