import type { Incident } from '@/lib/model/alert'
import type { AlertTexts } from '@/lib/text/alerts'
import { clean } from './clean'
import { explain, wordsFor, type Place, type Words } from './explain'
import type { Letter } from './letters'
import { sheet, type Part } from './sheet'

export interface Composed {
  readonly subject: string
  readonly plain: string
  readonly html: string
  /** Mails about the same incident stand together. */
  readonly thread: string
}

/** Causes named in one mail; the rest is a number and a link. */
const mostCauses = 10

/** One letter in one recipient's language: of records no more than name and code. */
export function compose(letter: Letter, place: Place): Composed {
  const words = wordsFor(place)
  const parts = letter.incidents.slice(0, mostCauses).map((incident) => partOf(words, place, letter, incident))
  const { a } = words
  const rest = letter.incidents.length - parts.length
  const links = [
    { label: a.openAll, href: place.pageAt('') },
    { label: a.change, href: place.pageAt('/settings/alerts') },
    { label: a.unsubscribe, href: place.unsubscribe },
  ]
  const foot = [a.because(clean(place.company)), a.times(place.zone)]
  const body = { lead: leadOf(a, letter), parts, rest: rest > 0 ? a.more(rest) : null, foot, links }
  const subject = clean(words.t.common.labelled(clean(place.company, 60), subjectOf(words, place, letter)), 200)
  return {
    subject,
    ...sheet(body, place.locale),
    thread: letter.incidents[0]?.id ?? 'concord',
  }
}

/** Only records are set aside; a warning, a held plan and runs that fail say so themselves. */
function leadOf({ lead }: AlertTexts, { kind, incidents }: Letter): string {
  const kinds = incidents.map(({ about }) => about.kind)
  if (kind === 'urgent' && kinds.includes('missed')) return lead.missed
  if (kind === 'opened' && !kinds.some((one) => one === 'records' || one === 'degraded')) return lead.asked
  return lead[kind]
}

function subjectOf({ a, ...words }: Words, place: Place, { kind, incidents }: Letter): string {
  const [first] = incidents
  if (!first) return a.openAll
  const { title } = explain({ a, ...words }, place, first)
  const only = incidents.length === 1 ? title : null
  const records = incidents.reduce((sum, { about, count }) => sum + (about.kind === 'records' ? count : 0), 0)
  switch (kind) {
    case 'urgent':
      return only ?? a.subject.missed
    case 'reminder':
      return a.subject.reminder(only ?? a.subject.missed)
    case 'opened':
      return records === 0 ? title : a.subject.opened(records)
    case 'digest':
      return records === 0 ? title : a.subject.digest(records)
    case 'recovered':
      return only === null ? a.subject.recoveredAll(incidents.length) : a.subject.recovered(only)
  }
}

function partOf(words: Words, place: Place, { kind }: Letter, incident: Incident): Part {
  const { a, f } = words
  const { href, ...said } = explain(words, place, incident)
  // Fields and vendors bear names that somebody else chose.
  const [title, why, todo] = [clean(said.title, 200), clean(said.why, 400), clean(said.todo, 400)]
  const records = incident.about.kind === 'records'
  if (kind === 'recovered') {
    const lasted = f.duration(((incident.resolvedAt ?? place.now) - incident.openedAt) / 1000)
    return { title, lines: [records ? a.lasted(lasted, incident.most) : a.lastedAlone(lasted)], sample: [], link: null }
  }
  const since = a.since(f.moment(incident.openedAt, place.now))
  const more = incident.sample.length === 0 ? 0 : incident.count - incident.sample.length
  return {
    title: records ? `${a.count(incident.count)} · ${title}` : title,
    lines: [why, todo, `${since}.`],
    sample: [...incident.sample.map((name) => clean(name, 80)), ...(records && more > 0 ? [a.more(more)] : [])],
    link: { label: a.open, href },
  }
}
