import type { Locale } from '@/lib/model/words'
import { formatter, texts } from '@/lib/text'
import { alertTexts } from '@/lib/text/alerts'
import { securityTexts, type SecurityTexts } from '@/lib/text/security'
import { clean } from './clean'
import type { Composed } from './compose'
import { sheet } from './sheet'

export type Exported = 'everything' | 'records' | 'configuration' | 'history' | 'plan'

/** What whoever administers is told of at once, whatever they chose about other mail. */
export type SecurityNews =
  | { readonly kind: 'connected'; readonly vendor: string; readonly account: string | null }
  | { readonly kind: 'refused'; readonly vendor: string; readonly bound: string; readonly offered: string }
  | { readonly kind: 'disconnected'; readonly vendor: string }
  | { readonly kind: 'administrator'; readonly name: string; readonly email: string | null }
  | { readonly kind: 'exported'; readonly what: Exported }
  | { readonly kind: 'uninstalled'; readonly purgeAfter: number }

export interface SecurityPlace {
  readonly locale: Locale
  readonly zone: string
  /** What the CRM calls the organisation, and the CRM itself. */
  readonly company: string
  readonly crm: string
  readonly pageAt: (path: string) => string
  readonly now: number
  /** Null where the CRM told us of it. */
  readonly by: string | null
  readonly thread: string
}

/** What happened, who did it, when, and what to do if it was none of them; of records not a word. */
export function securityLetter(news: SecurityNews, place: SecurityPlace): Composed {
  const { locale, zone, now, by, pageAt, thread } = place
  const s = securityTexts(locale)
  const f = formatter(locale, zone)
  const { labelled } = texts(locale).common
  const [company, crm] = [clean(place.company, 60), clean(place.crm, 60)]
  const told = toldOf(s, crm, news, (at) => f.moment(at, 0))
  const [title, ...lines] = [
    ...[told.title, told.why],
    ...(told.about === null ? [] : [told.about]),
    // With its year: such a letter is kept.
    `${by === null ? s.byMarketplace(crm) : s.by(clean(by, 80))}. ${s.at(f.moment(now, 0))}.`,
    told.todo,
  ].map((line) => clean(line, 400))
  const link = told.page === null ? null : { label: s.open, href: pageAt(told.page) }
  const body = {
    lead: s.lead,
    parts: [{ title: title ?? '', lines, sample: [], link }],
    rest: null,
    foot: [s.because(company), s.always, alertTexts(locale).times(zone)],
    links: told.page === null ? [] : [{ label: s.openAll, href: pageAt('') }],
  }
  return { subject: clean(labelled(company, told.title), 200), ...sheet(body, locale), thread }
}

interface Told {
  readonly title: string
  readonly why: string
  readonly todo: string
  /** Which account, which address. */
  readonly about: string | null
  /** Where it can be seen and undone; null where nobody can open us any more. */
  readonly page: string | null
}

function toldOf(s: SecurityTexts, crm: string, news: SecurityNews, moment: (at: number) => string): Told {
  switch (news.kind) {
    case 'connected': {
      const { vendor, account } = news
      const about = account === null ? null : s.account(account)
      return {
        title: s.connected(vendor),
        why: s.connectedWhy(vendor),
        todo: s.connectedTodo(vendor),
        about,
        page: '/settings',
      }
    }
    case 'refused': {
      const { vendor, bound, offered } = news
      const why = s.refusedWhy(bound, offered)
      return { title: s.refused(vendor), why, todo: s.refusedTodo, about: null, page: '/settings' }
    }
    case 'disconnected': {
      const title = s.disconnected(news.vendor)
      return { title, why: s.disconnectedWhy, todo: s.disconnectedTodo(crm), about: null, page: '/settings' }
    }
    case 'administrator': {
      const { name, email } = news
      const told = { title: s.administrator(clean(name, 80)), why: s.administratorWhy(crm), about: email }
      return { ...told, todo: s.administratorTodo(crm), page: '/settings' }
    }
    case 'exported': {
      const why = news.what === 'configuration' ? s.exportedWhy.configuration : s.exportedWhy.data
      return { title: s.exported[news.what], why, todo: s.exportedTodo(crm), about: null, page: '/settings/advanced' }
    }
    case 'uninstalled': {
      const why = s.uninstalledWhy(moment(news.purgeAfter))
      return { title: s.uninstalled, why, todo: s.uninstalledTodo(crm), about: null, page: null }
    }
  }
}
