import type { Texts } from '@/lib/text'
import { buttonClass } from './button'

interface SearchBoxProps {
  readonly t: Texts
  readonly action: string
  readonly search: string | undefined
  /** What else is asked for and stays so. */
  readonly kept: Readonly<Record<string, string | undefined>>
}

/** A search that works without a script and keeps its place in the address. */
export function SearchBox({ t, action, search, kept }: SearchBoxProps) {
  return (
    <form action={action} role="search" className="flex max-w-md gap-2">
      {Object.entries(kept).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <input
        type="search"
        name="search"
        defaultValue={search}
        aria-label={t.common.search}
        placeholder={t.common.search}
        className="min-h-9 min-w-0 flex-1 rounded-inner border border-line-strong bg-surface px-3"
      />
      <button type="submit" className={buttonClass('plain')}>
        {t.common.searchButton}
      </button>
    </form>
  )
}
