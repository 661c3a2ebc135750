import type { Entity } from '@/lib/model/words'
import { overview } from '@/lib/service/overview'
import { Chips } from '../../../_ui/chips'
import type { Visit } from '../../enter'

interface EntityChipsProps {
  readonly visit: Visit
  readonly chosen: Entity | undefined
  readonly href: (entity: Entity | undefined) => string
}

/** Which kind of record: those that this integration knows. */
export async function EntityChips({ visit, chosen, href }: EntityChipsProps) {
  const { t, seat } = visit
  const known = (await overview(seat)).entities.map(({ rule }) => rule.entity)
  const chips = known.map((entity) => ({
    label: t.entity[entity].many,
    on: entity === chosen,
    href: href(entity),
  }))
  return (
    <Chips
      label={t.history.entity}
      chips={[{ label: t.common.all, on: chosen === undefined, href: href(undefined) }, ...chips]}
    />
  )
}
