import Link from 'next/link'

interface TileProps {
  readonly value: number
  readonly shown: string
  readonly label: string
  readonly href: string | null
  readonly alert?: boolean
}

/** Names may take two lines beside one: the numbers still stand level. */
const box = 'flex flex-col justify-between px-4 py-3 sm:px-[1.125rem]'

/** A number with its name; the whole tile is the door to the list behind it. */
export function Tile({ value, shown, label, href, alert = false }: TileProps) {
  const number = (
    <>
      <span className="block text-[0.8125rem] text-ink-2">{label}</span>
      <b className={`block text-xl/7 font-semibold tracking-tight ${alert && value > 0 ? 'text-warn' : ''}`}>{shown}</b>
    </>
  )
  if (href === null || value === 0) return <div className={box}>{number}</div>
  return (
    <Link href={href} className={`${box} -outline-offset-2 transition-colors hover:bg-sunken`}>
      {number}
    </Link>
  )
}

/** Tiles side by side, two a line where it is narrow. */
export function Tiles({ of, children }: { of: 4 | 5; children: React.ReactNode }) {
  const wide = of === 4 ? 'sm:grid-cols-4' : 'sm:grid-cols-5'
  return (
    <div
      className={`grid grid-cols-2 gap-px bg-line [&>*]:bg-surface ${wide} [&>*:last-child:nth-child(odd)]:col-span-2 sm:[&>*:last-child:nth-child(odd)]:col-span-1`}
    >
      {children}
    </div>
  )
}
