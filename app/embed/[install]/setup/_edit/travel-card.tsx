'use client'

import { Switch } from '@base-ui/react/switch'
import { useId } from 'react'
import { lanes, verbs } from '@/lib/model/words'
import type { Lane } from '@/lib/model/words'
import type { Names } from '@/lib/text/keys'
import type { PageTexts } from '@/lib/text/pages.en'
import { Card } from '../../../../_ui/card'
import { Choose } from '../../../../_ui/choose'
import { Tick } from '../../../../_ui/tick'
import { FilterBuilder } from './filter-builder'
import type { TravelRule } from './travels-editor'

interface TravelCardProps {
  readonly install: string
  readonly words: PageTexts['travels']
  readonly names: Names
  readonly rule: TravelRule
  readonly change: (part: Partial<TravelRule>) => void
}

/** One kind of record: on or off, and folded away which way it goes, who wins and what is left out. */
export function TravelCard({ install, words, names, rule, change }: TravelCardProps) {
  const id = useId()
  return (
    <Card>
      <div className="flex items-start justify-between gap-4 px-4 py-3 sm:px-[1.125rem]">
        <div>
          <h2 id={id}>{rule.title}</h2>
          <p className="text-[0.8125rem] text-ink-2">{rule.lane}</p>
        </div>
        <Switch.Root
          checked={rule.on}
          onCheckedChange={(on) => change({ on })}
          aria-labelledby={id}
          className="relative mt-0.5 flex h-6 w-11 shrink-0 items-center rounded-full border border-line-strong bg-sunken transition-colors data-[checked]:border-accent data-[checked]:bg-accent"
        >
          <Switch.Thumb className="block size-4 translate-x-[3px] rounded-full bg-ink-3 transition-transform data-[checked]:translate-x-[1.4375rem] data-[checked]:bg-on-accent" />
        </Switch.Root>
      </div>
      {/* Also of a kind that is off: what is wrong in its filter keeps the page from being saved. */}
      {(rule.on || rule.filter.length > 0) && (
        <details className="border-t border-line" open={rule.filter.length > 0}>
          <summary className="link px-4 py-2.5 sm:px-[1.125rem]">{words.more(rule.title)}</summary>
          <div className="space-y-5 px-4 pt-1 pb-4 sm:px-[1.125rem]">
            {lanes.map((lane) => (
              <Verbs key={lane} words={words} names={names} rule={rule} lane={lane} change={change} />
            ))}
            <Winner words={words} names={names} rule={rule} change={change} />
            <FilterBuilder install={install} words={words} rule={rule} onChange={(filter) => change({ filter })} />
          </div>
        </details>
      )}
    </Card>
  )
}

type PartProps = Omit<TravelCardProps, 'install'>

function Verbs({ words, names, rule, lane, change }: PartProps & { lane: Lane }) {
  const may = rule.may[lane]
  const title = words.verbs(names, lane)
  return (
    <fieldset>
      <legend className="font-semibold">{title}</legend>
      {may.length === 0 ? (
        <p className="text-ink-2">{words.never}</p>
      ) : (
        <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
          {verbs
            .filter((verb) => may.includes(verb))
            .map((verb) => (
              <Tick
                key={verb}
                label={words.verb[verb]}
                on={rule[lane].includes(verb)}
                onChange={(on) =>
                  change({ [lane]: on ? [...rule[lane], verb] : rule[lane].filter((other) => other !== verb) })
                }
              />
            ))}
        </div>
      )}
    </fieldset>
  )
}

/** Only where both sides may change a field there is a conflict to win. */
function Winner({ words, names, rule, change }: PartProps) {
  const both = lanes.every((lane) => rule.may[lane].includes('update'))
  if (rule.locked) return <p className="text-ink-2">{words.lockedWins(names.books)}</p>
  if (!both) return null
  return (
    <div>
      <p className="mb-1 font-semibold">{words.wins}</p>
      <Choose
        label={words.wins}
        empty=""
        values={(['books', 'crm'] as const).map((side) => ({ value: side, label: words.winner(names[side]) }))}
        value={rule.wins}
        onChange={(side) => change({ wins: side === 'crm' ? 'crm' : 'books' })}
      />
    </div>
  )
}
