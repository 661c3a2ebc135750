'use client'

import { useEffect, useState } from 'react'
import type { Condition } from '@/lib/model/settings'
import type { PageTexts } from '@/lib/text/pages.en'
import { countFilter } from '../count-action'
import { Conditions } from './conditions'
import type { TravelRule } from './travels-editor'

interface FilterBuilderProps {
  readonly install: string
  readonly words: PageTexts['travels']
  readonly rule: TravelRule
  readonly onChange: (filter: readonly Condition[]) => void
}

/** Long enough that a typed word is counted once. */
const pause = 400

/** A sentence of conditions, counted while it is made. */
export function FilterBuilder({ install, words, rule, onChange }: FilterBuilderProps) {
  const { filter, fields, entity } = rule
  const count = useCount(install, rule)
  return (
    <section className="space-y-2">
      <h3>{words.filter}</h3>
      <Conditions name={entity} words={words} conditions={filter} fields={fields} onChange={onChange} />
      {filter.length === 0 && <p className="text-ink-2">{words.all}</p>}
      <p aria-live="polite" className="font-semibold">
        {count === null ? words.notRead : words.count(count.passing, count.of, rule.title.toLocaleLowerCase())}
      </p>
      <p className="text-[0.8125rem] text-ink-2">{words.filterHint}</p>
    </section>
  )
}

function useCount(install: string, { entity, filter, count: given }: TravelRule) {
  const [count, setCount] = useState(given)
  const asked = JSON.stringify(filter)
  const [counted, setCounted] = useState(asked)
  useEffect(() => {
    if (asked === counted) return
    let stale = false
    const timer = setTimeout(() => {
      void countFilter(install, entity, asked).then((found) => {
        if (stale) return
        setCount(found)
        setCounted(asked)
      })
    }, pause)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [install, entity, asked, counted])
  return count
}
