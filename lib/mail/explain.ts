import type { About, Incident } from '@/lib/model/alert'
import type { Locale } from '@/lib/model/words'
import { fieldText, formatter, problemText, texts, type Format, type Texts } from '@/lib/text'
import { alertTexts, type AlertTexts } from '@/lib/text/alerts'
import type { Names } from '@/lib/text/keys'

/** For whom a mail is written, and about which pair of systems. */
export interface Place {
  readonly locale: Locale
  readonly zone: string
  readonly names: Names
  readonly vendorName: (id: string) => string
  /** The books' company, or the CRM's name where none is chosen yet. */
  readonly company: string
  /** Address of a page by its path (empty: the first one), and of the one page that ends this mail. */
  readonly pageAt: (path: string) => string
  readonly unsubscribe: string
  readonly now: number
}

export interface Explained {
  readonly title: string
  readonly why: string
  readonly todo: string
  readonly href: string
}

export interface Words {
  readonly t: Texts
  readonly a: AlertTexts
  readonly f: Format
}

export const wordsFor = ({ locale, zone }: Place): Words => ({
  t: texts(locale),
  a: alertTexts(locale),
  f: formatter(locale, zone),
})

/** A cause in the recipient's words: what happened, why, what to do, and where. */
export function explain(
  { t, a, f }: Words,
  place: Place,
  { about, cause }: Pick<Incident, 'about' | 'cause'>,
): Explained {
  switch (about.kind) {
    case 'records': {
      const { title, why, todo } = t.reason[about.reason]
      const kind = t.common.labelled(t.entity[about.entity].many, title)
      const field = about.field === null ? '' : ` (${a.field(fieldText(t, about.field))})`
      return { title: `${kind}${field}`, why, todo, href: place.pageAt(`/errors?cause=${encodeURIComponent(cause)}`) }
    }
    case 'signed-out': {
      const vendor = place.vendorName(about.vendor)
      const { title, why, todo } = problemText(t, f, vendor, about.problem, place.now)
      return { title: a.subject.signedOut(vendor), why: `${title}. ${why}`, todo, href: place.pageAt('') }
    }
    case 'expiring': {
      const [vendor, when] = [place.vendorName(about.vendor), f.moment(about.until, place.now)]
      const title = a.subject.expiring(vendor, about.days)
      return { title, why: a.expiringWhy(vendor, when), todo: a.expiringTodo, href: place.pageAt('/settings') }
    }
    case 'missed':
      return { title: a.subject.missed, ...missed({ t, a, f }, place, about), href: place.pageAt('') }
    case 'degraded': {
      const { failed, of } = about
      return {
        title: a.subject.degraded,
        why: a.degradedWhy(failed, of),
        todo: a.degradedTodo,
        href: place.pageAt('/errors'),
      }
    }
    case 'held':
      return { title: a.subject.held, ...held({ t, a, f }, place, about), href: place.pageAt(`/plan/${about.run}`) }
  }
}

function missed({ t, a, f }: Words, place: Place, { vendor, problem }: Extract<About, { kind: 'missed' }>) {
  if (vendor === null || problem === null) return { why: a.missedWhy, todo: a.missedTodo }
  const { title, todo } = problemText(t, f, place.vendorName(vendor), problem, place.now)
  return { why: `${title}. ${a.missedWhy}`, todo }
}

function held({ t, a }: Words, { names }: Place, { hold }: Extract<About, { kind: 'held' }>) {
  const why = t.brake[hold.brake]({
    count: hold.count,
    of: hold.of,
    records: t.entity[hold.entity].many,
    system: names[hold.side],
    field: hold.field === null ? null : fieldText(t, hold.field),
  })
  return { why, todo: a.heldWhy }
}
