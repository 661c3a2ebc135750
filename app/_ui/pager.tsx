import { ButtonLink } from './button'

interface PagerProps {
  readonly next: string | null
  readonly first: string | null
  readonly more: string
  readonly start: string
}

/** Reads on from where the list stopped; a later page can go back to the start. */
export function Pager({ next, first, more, start }: PagerProps) {
  if (next === null && first === null) return null
  return (
    <div className="flex flex-wrap justify-center gap-2">
      {first !== null && (
        <ButtonLink href={first} kind="quiet">
          {start}
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink href={next} kind="plain">
          {more}
        </ButtonLink>
      )}
    </div>
  )
}
