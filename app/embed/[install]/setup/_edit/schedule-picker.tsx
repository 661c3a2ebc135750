'use client'

import type { Appointment } from '@/lib/model/settings'
import type { PageTexts } from '@/lib/text/pages.en'
import { Card, CardBody } from '../../../../_ui/card'
import { Choose } from '../../../../_ui/choose'

interface Schedule {
  readonly every: number
  readonly appointment: Appointment | null
}

interface SchedulePickerProps {
  readonly words: PageTexts['travels']
  readonly days: readonly string[]
  readonly zone: string
  readonly fastest: number
  readonly schedule: Schedule
  readonly onChange: (schedule: Schedule) => void
}

type Kind = 'often' | 'daily' | 'weekly'
const kindOf = ({ appointment }: Schedule): Kind =>
  appointment === null ? 'often' : appointment.day === null ? 'daily' : 'weekly'
const morning = '07:00'

/** At intervals, once a day or once a week, by the clock of whoever sits here. */
export function SchedulePicker({ words, days, zone, fastest, schedule, onChange }: SchedulePickerProps) {
  const kind = kindOf(schedule)
  const { every, appointment } = schedule
  const at = appointment?.at ?? morning
  const turn = (next: string) => {
    if (next === 'often') onChange({ every, appointment: null })
    else onChange({ every, appointment: { at, zone: appointment?.zone ?? zone, day: next === 'weekly' ? 1 : null } })
  }
  const steps = [5, 15, 30, 60].filter((minutes) => minutes >= fastest)
  const intervals = [...new Set([...steps, every])].sort((a, b) => a - b)
  return (
    <Card title={words.schedule}>
      <CardBody>
        <div className="grid items-start gap-2 sm:grid-cols-3">
          <Choose
            label={words.schedule}
            empty=""
            values={(['often', 'daily', 'weekly'] as const).map((value) => ({ value, label: words[value] }))}
            value={kind}
            onChange={turn}
          />
          {kind === 'often' && (
            <Choose
              label={words.interval}
              empty=""
              values={intervals.map((minutes) => ({ value: String(minutes), label: words.minutes(minutes) }))}
              value={String(every)}
              onChange={(minutes) => onChange({ every: Number(minutes), appointment: null })}
            />
          )}
          {kind === 'weekly' && appointment && (
            <Choose
              label={words.day}
              empty=""
              values={days.map((label, day) => ({ value: String(day + 1), label }))}
              value={String(appointment.day ?? 1)}
              onChange={(day) => onChange({ every, appointment: { ...appointment, day: Number(day) } })}
            />
          )}
          {appointment && (
            <input
              type="time"
              aria-label={words.at}
              value={at}
              required
              onChange={(event) =>
                event.target.value !== '' &&
                onChange({ every, appointment: { ...appointment, at: event.target.value } })
              }
              className="block min-h-9 w-full rounded-inner border border-line-strong bg-surface px-3 py-1.5"
            />
          )}
        </div>
        <p className="mt-2 text-[0.8125rem] text-ink-2">
          {appointment ? words.zone(appointment.zone) : words.fastest(fastest)}
        </p>
      </CardBody>
    </Card>
  )
}
