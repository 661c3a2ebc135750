import { ArrowLeftRight } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { journeyTexts } from '@/lib/text/journey'
import { AwayFrom } from '../../_ui/away-from'
import { Menu } from '../../_ui/menu'
import { StateMark } from '../../_ui/state-mark'
import { Tabs } from '../../_ui/tabs'
import type { Tab } from '../../_ui/tabs'
import { Toasts } from '../../_ui/toasts'
import { Zone } from '../../_ui/zone'
import { Redeem } from '../_redeem'
import { companyPaths } from '../company-path'
import { enter } from '../enter'
import type { Visit } from '../enter'
import { stateText, stateTone } from '../state-text'

interface FrameProps {
  readonly params: Promise<{ readonly install: string }>
  readonly children: ReactNode
}

export async function generateMetadata({ params }: Pick<FrameProps, 'params'>): Promise<Metadata> {
  const visit = await enter((await params).install)
  return visit === null ? {} : { title: { default: visit.t.tabs.status, template: '%s · Concord' } }
}

/** Head of every page in the frame; without a session only the shell that redeems the ticket (and notes the reader's clock). */
export default async function Frame({ params, children }: FrameProps) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) {
    return (
      <>
        <Zone known={null} />
        <Redeem install={install} />
      </>
    )
  }
  const { t, head } = visit
  return (
    <div lang={visit.locale} data-locale data-host={head.crm.id} className="min-h-dvh">
      <Zone known={visit.zone} />
      <Toasts close={t.common.close}>
        <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-surface focus:p-3">
          {t.common.skip}
        </a>
        <div className="mx-auto max-w-[65rem] px-3.5 pt-4 pb-10 sm:px-6">
          <Head visit={visit} />
          <Tabs label={t.tabs.label} tabs={tabsOf(visit)} />
          <main id="content" tabIndex={-1} className="mt-4 space-y-4 outline-none sm:mt-5">
            {!visit.admin && <p className="text-[0.8125rem] text-ink-2">{t.common.readOnly}</p>}
            {children}
          </main>
        </div>
      </Toasts>
    </div>
  )
}

function Head({ visit }: { visit: Visit }) {
  const { head, names, paths } = visit
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2 text-base font-semibold">
          {names.crm}
          <ArrowLeftRight aria-hidden className="size-4 text-ink-3" />
          {names.books}
        </span>
        {head.companies.length < 2 && head.company !== null && <span className="block text-ink-2">{head.company}</span>}
        {head.companies.length > 1 && <Company visit={visit} />}
      </div>
      <AwayFrom path={paths.home}>
        <Link href={paths.home} className="rounded-full text-[0.8125rem] hover:underline">
          <StateMark tone={stateTone(head.state)} text={stateText(visit, head.state)} />
        </Link>
      </AwayFrom>
    </header>
  )
}

/** Several companies: the one shown, and the way to the others' status. */
function Company({ visit: { head, install, locale } }: { visit: Visit }) {
  const words = journeyTexts(locale).companies
  return (
    <Menu
      label={words.shown(head.company ?? words.unnamed)}
      shown={head.company ?? words.unnamed}
      links={head.companies.map((company) => ({
        href: companyPaths(install, company).home,
        label: company.name ?? words.unnamed,
        on: company.shown,
      }))}
    />
  )
}

function tabsOf({ t, o, f, head, paths }: Visit): readonly Tab[] {
  const count = { shown: f.number(head.parked), spoken: t.tabs.open(head.parked) }
  return [
    { href: paths.home, label: t.tabs.status, under: [paths.to('/records')] },
    { href: paths.statistics(), label: o.statistics.tab, under: [] },
    { href: paths.history, label: t.tabs.history, under: [paths.history] },
    { href: paths.errors, label: t.tabs.errors, under: [], ...(head.parked > 0 ? { count } : {}) },
    { href: paths.settings, label: t.tabs.settings, under: [paths.setup(), paths.settings, paths.to('/plan')] },
  ]
}
