import { isUrgent, type Incident } from '@/lib/model/alert'

export interface Letter {
  readonly kind: 'urgent' | 'reminder' | 'opened' | 'digest' | 'recovered'
  readonly incidents: readonly Incident[]
}

export interface Post {
  readonly now: number
  /** Open ones, and those that ended without a word about it yet. */
  readonly incidents: readonly Incident[]
  readonly quiet: boolean
  /** When this company was summed up last: how often another one is, is no matter. */
  readonly digestAt: number | null
  /** Letters about first errors in the last 24 hours. */
  readonly sentToday: number
}

const hour = 3_600_000
const day = 24 * hour
/** More first errors than this in a day come with the next digest. */
const mostSingles = 10
/** Days after which somebody is reminded of what only a person can mend; then every week. */
const reminders = [1, 3, 7]

/**
 * Which mail goes out now. Only a change of state is worth one: the first error of a cause, more of them (at most hourly),
 * and its end. A cause that comes and goes is announced once in 24 hours, and only an announced one is called mended.
 */
export function letters(post: Post): readonly Letter[] {
  const open = post.incidents.filter(({ resolvedAt }) => resolvedAt === null)
  const urgent = open.filter(({ about }) => isUrgent(about))
  const loud = urgent
    .filter((one) => isFirst(one, post.now))
    .map((one): Letter => ({ kind: 'urgent', incidents: [one] }))
  // What was told already can be told again in the morning.
  if (post.quiet) return loud
  const recalled = urgent
    .filter((one) => isForgotten(one, post.now))
    .map((one): Letter => ({ kind: 'reminder', incidents: [one] }))
  return [...loud, ...recalled, ...calm(post, open), ...recovered(post.incidents)]
}

function calm(post: Post, open: readonly Incident[]): readonly Letter[] {
  const ordinary = open.filter(({ about }) => !isUrgent(about))
  const fresh = ordinary.filter((one) => isFirst(one, post.now))
  if (fresh.length > 0 && post.sentToday < mostSingles) return [{ kind: 'opened', incidents: fresh }]
  const grown = ordinary.filter((one) => fresh.includes(one) || (one.announcedAt !== null && one.count > one.toldCount))
  const last = Math.max(post.digestAt ?? 0, ...ordinary.map(({ toldAt }) => toldAt ?? 0))
  return grown.length > 0 && post.now - last >= hour ? [{ kind: 'digest', incidents: grown }] : []
}

function recovered(all: readonly Incident[]): readonly Letter[] {
  // A warning ends with the sign-in, or with the next one that is nearer; a share with its causes, which are told themselves.
  const told = all.filter(({ about }) => about.kind !== 'expiring' && about.kind !== 'degraded')
  const over = told.filter((one) => one.resolvedAt !== null && one.announcedAt !== null && one.recoveryToldAt === null)
  return over.length > 0 ? [{ kind: 'recovered', incidents: over }] : []
}

/** Nobody was told, and nobody was told of the same in the last 24 hours. A sign-in that is lost again always counts. */
function isFirst({ about, announcedAt, lastAnnouncedAt }: Incident, now: number): boolean {
  if (announcedAt !== null) return false
  return about.kind === 'signed-out' || lastAnnouncedAt === null || now - lastAnnouncedAt >= day
}

function isForgotten({ announcedAt, toldAt }: Incident, now: number): boolean {
  if (announcedAt === null) return false
  const days = Math.floor((now - announcedAt) / day)
  const due = days < 7 ? (reminders.findLast((each) => each <= days) ?? 0) : Math.floor(days / 7) * 7
  return due > 0 && (toldAt ?? announcedAt) < announcedAt + due * day
}
