import { cookies } from 'next/headers'
import { cache } from 'react'
import type { Locale } from '@/lib/model/words'
import { isZone } from '@/lib/model/zone'
import { head } from '@/lib/service/head'
import type { HeadView } from '@/lib/service/views'
import { formatter, texts } from '@/lib/text'
import type { Format, Texts } from '@/lib/text'
import type { Names } from '@/lib/text/keys'
import { oversightTexts, type OversightTexts } from '@/lib/text/oversight'
import { desk } from '../_server/context'
import type { Desk } from '../_server/context'
import { pathsOf } from './paths'
import type { Paths } from './paths'

/** What every page in the frame stands on. */
export interface Visit {
  readonly seat: Desk
  readonly install: string
  readonly head: HeadView
  readonly t: Texts
  /** Words of statistics, errors and history over all runs. */
  readonly o: OversightTexts
  readonly f: Format
  readonly names: Names
  readonly paths: Paths
  readonly now: number
  readonly locale: Locale
  readonly zone: string | null
  readonly admin: boolean
}

/** Null without a session for this very installation: then no page shows anything. Once per request, whoever asks. */
export const enter = cache(async (install: string): Promise<Visit | null> => {
  const seat = await desk(install)
  if (seat === null) return null
  const [frame, jar] = await Promise.all([head(seat), cookies()])
  const locale = seat.locale
  const t = texts(locale)
  const zone = knownZone(jar.get('zone')?.value)
  return {
    seat,
    install,
    head: frame,
    t,
    o: oversightTexts(locale),
    f: formatter(locale, zone ?? 'UTC'),
    names: { crm: frame.crm.name, books: frame.books?.name ?? t.setup.steps.books },
    paths: pathsOf(install),
    now: seat.now(),
    locale,
    zone,
    admin: seat.role === 'admin',
  }
})

const knownZone = (value: string | undefined): string | null => (value !== undefined && isZone(value) ? value : null)
