import type { OverviewView } from '@/lib/service/views'
import { Card } from '../../../_ui/card'
import { Tile, Tiles } from '../../../_ui/tile'
import type { Visit } from '../../enter'

/** Four numbers, each the door to its list. */
export function FactTiles({ visit: { t, f, paths }, facts }: { visit: Visit; facts: OverviewView['facts'] }) {
  const tiles = [
    { key: 'inBoth', href: paths.records({ class: 'in-sync' }) },
    { key: 'waiting', href: paths.records({ class: 'waiting' }) },
    { key: 'excluded', href: paths.records({ class: 'excluded' }) },
    { key: 'parked', href: paths.errors },
  ] as const
  return (
    <Card>
      <h2 className="sr-only">{t.status.facts.title}</h2>
      <Tiles of={4}>
        {tiles.map(({ key, href }) => (
          <Tile
            key={key}
            value={facts[key]}
            shown={f.number(facts[key])}
            label={t.status.facts[key]}
            href={href}
            alert={key === 'parked'}
          />
        ))}
      </Tiles>
    </Card>
  )
}
