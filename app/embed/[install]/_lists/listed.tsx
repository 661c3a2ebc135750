import type { ReactNode } from 'react'
import { ButtonLink } from '../../../_ui/button'
import { Card } from '../../../_ui/card'
import { GrowingList } from '../../../_ui/growing-list'
import type { Rows } from '../../../_ui/growing-list'
import type { Visit } from '../../enter'
import type { Wanted, listNames } from './lists'
import { readOn } from './read-on'

interface ListedProps {
  readonly visit: Visit
  readonly list: (typeof listNames)[number]
  /** What the address asks for; the run, too, where the list is of one. */
  readonly wanted: Wanted
  readonly given: Rows
  readonly label: string
  readonly empty: ReactNode
  /** The page's own address with this much of the list left out. */
  readonly here: (change: { readonly cursor?: string }) => string
}

/** A list of a page as far as it was read, growing below; from within it a way back to its start. */
export function Listed({ visit: { t, install }, list, wanted, given, label, empty, here }: ListedProps) {
  const { cursor, ...filter } = wanted
  return (
    <>
      {cursor !== undefined && (
        <div className="flex justify-center">
          <ButtonLink href={here({})} kind="quiet">
            {t.common.first}
          </ButtonLink>
        </div>
      )}
      <Card>
        {given.rows.length === 0 ? (
          empty
        ) : (
          <GrowingList
            key={JSON.stringify(wanted)}
            label={label}
            given={given}
            more={t.common.more}
            href={given.next === null ? null : here({ cursor: given.next })}
            load={readOn.bind(null, install, list, filter)}
          />
        )}
      </Card>
    </>
  )
}
