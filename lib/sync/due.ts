import type { Appointment, Settings } from '../model/settings'
import { dayOf, instantOf, wallOf } from './wall-clock'

/**
 * The next run, strictly after now: on the schedule's own grid, so that a late run does not shift all later ones, or at
 * the fixed time that somebody's clock shows.
 */
export function due(startedAt: number, schedule: Pick<Settings, 'every' | 'appointment'>, now: number): number {
  if (schedule.appointment) return nextAt(schedule.appointment, now)
  const step = schedule.every * 60_000
  return startedAt + (Math.floor((now - startedAt) / step) + 1) * step
}

const day = 86_400_000

function nextAt({ at, zone, day: weekday }: Appointment, now: number): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  const today = Math.floor(wallOf(now, zone) / day) * day
  const days = Array.from({ length: 9 }, (_, ahead) => today + ahead * day)
  const found = days
    .filter((midnight) => weekday === null || dayOf(midnight) === weekday)
    .map((midnight) => instantOf(midnight + (hours * 60 + minutes) * 60_000, zone))
    .find((instant) => instant > now)
  return found ?? now + day
}
