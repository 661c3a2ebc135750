'use client'

import { useState } from 'react'
import type { Appointment, Condition } from '@/lib/model/settings'
import type { Entity, Locale, Side, Verb } from '@/lib/model/words'
import type { Names } from '@/lib/text/keys'
import { pageTexts } from '@/lib/text/pages'
import { SchedulePicker } from './schedule-picker'
import { TravelCard } from './travel-card'

export interface FilterField {
  readonly key: string
  readonly label: string
  readonly type: string
  readonly values: readonly { readonly value: string; readonly label: string }[]
}

export interface TravelRule {
  readonly entity: Entity
  readonly title: string
  readonly lane: string
  readonly on: boolean
  readonly locked: boolean
  readonly may: Readonly<Record<'toCrm' | 'toBooks', readonly Verb[]>>
  readonly toCrm: readonly Verb[]
  readonly toBooks: readonly Verb[]
  readonly wins: Side
  readonly filter: readonly Condition[]
  readonly fields: readonly FilterField[]
  readonly count: { readonly passing: string; readonly of: string } | null
}

interface TravelsEditorProps {
  readonly install: string
  readonly locale: Locale
  readonly names: Names
  readonly zone: string
  readonly days: readonly string[]
  readonly every: number
  readonly fastest: number
  readonly appointment: Appointment | null
  readonly rules: readonly TravelRule[]
  readonly shown: string
}

/** Every kind of record with what it may do, and the schedule; all answers go to the server as one. */
export function TravelsEditor(given: TravelsEditorProps) {
  const { install, locale, names, zone, days, fastest, shown } = given
  const words = pageTexts(locale).travels
  const [rules, setRules] = useState(given.rules)
  const [schedule, setSchedule] = useState({ every: given.every, appointment: given.appointment })
  const change = (entity: Entity, part: Partial<TravelRule>) =>
    setRules((all) => all.map((rule) => (rule.entity === entity ? { ...rule, ...part } : rule)))
  const answers = {
    shown,
    entities: Object.fromEntries(
      rules.map(({ entity, on, toCrm, toBooks, wins, filter }) => [entity, { on, toCrm, toBooks, wins, filter }]),
    ),
    switches: {},
    ...schedule,
  }
  return (
    <>
      <input type="hidden" name="answers" value={JSON.stringify(answers)} />
      {rules.map((rule) => (
        <TravelCard
          key={rule.entity}
          install={install}
          words={words}
          names={names}
          rule={rule}
          change={(part) => change(rule.entity, part)}
        />
      ))}
      <SchedulePicker
        words={words}
        days={days}
        zone={zone}
        fastest={fastest}
        schedule={schedule}
        onChange={setSchedule}
      />
    </>
  )
}
