import Link from 'next/link'
import { companies, type CompaniesView, type CompanyView } from '@/lib/service/companies'
import { fieldText, problemText } from '@/lib/text'
import { journeyTexts, type JourneyTexts } from '@/lib/text/journey'
import { Act } from '../../../../_ui/act'
import { Card, CardBody } from '../../../../_ui/card'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import { Question } from '../../../../_ui/question'
import { StateMark } from '../../../../_ui/state-mark'
import { Tag } from '../../../../_ui/tag'
import { companyPaths } from '../../../company-path'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { stateText, stateTone } from '../../../state-text'
import { DraftBanner } from '../../setup/_parts/draft-banner'
import { add, keepBelongs } from './actions'
import { BelongsEditor } from './_belongs-editor'

interface PartProps {
  readonly visit: Visit
  readonly view: CompaniesView
  readonly words: JourneyTexts['companies']
}

/** Every company of the books on this CRM: how it stands, which of the CRM's records are its own, and further ones. */
export default async function CompaniesPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, f, now, paths, names, admin, install } = visit
  const view = await companies(visit.seat)
  const part = { visit, view, words: journeyTexts(visit.locale).companies }
  const several = view.companies.length > 1
  return (
    <>
      <PageHead
        title={t.pages.advanced.companies}
        lead={t.pages.advanced.companiesLead(names.books)}
        back={{ href: paths.settings, label: t.settings.title }}
      />
      <DraftBanner visit={visit} />
      {view.problem !== null && (
        <ProblemNotice
          t={t}
          text={problemText(t, f, view.problem.vendor.name, view.problem.problem, now)}
          vendor={view.problem.vendor.name}
          tone="warn"
        />
      )}
      <All {...part} />
      {several && admin && view.fields.length > 0 && (
        <Question
          key={visit.head.integration}
          ask={keepBelongs.bind(null, install)}
          button={t.pages.details.saveAndSee}
          note={t.pages.details.unsaved}
        >
          <Belongs {...part} />
        </Question>
      )}
      {admin && <Further {...part} />}
    </>
  )
}

function All({ visit, view, words }: PartProps) {
  if (view.companies.length === 0)
    return (
      <Card>
        <CardBody>{words.none}</CardBody>
      </Card>
    )
  return (
    <Card>
      <ul className="divide-y divide-line">
        {view.companies.map((company) => (
          <li key={company.integration} className="px-4 py-3 sm:px-[1.125rem]">
            <One visit={visit} company={company} words={words} several={view.companies.length > 1} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

interface OneProps extends Pick<PartProps, 'visit' | 'words'> {
  readonly company: CompanyView
  readonly several: boolean
}

function One({ visit, company, words, several }: OneProps) {
  const { t, install } = visit
  const name = company.name ?? words.unnamed
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 space-y-1">
        <p className="flex flex-wrap items-center gap-2">
          <b className="font-semibold break-words">{name}</b>
          {company.shown && <Tag tone="info">{t.pages.advanced.current}</Tag>}
        </p>
        <StateMark tone={stateTone(company.state)} text={stateText(visit, company.state)} />
        {several && (
          <p className="text-[0.8125rem] text-ink-2">
            {[
              company.belongs.length > 0 ? words.claims(company.belongs.length) : null,
              company.isDefault ? words.rest : null,
            ]
              .filter((line) => line !== null)
              .join(' ') || words.claimsNothing}
          </p>
        )}
      </div>
      {!company.shown && (
        <Link href={companyPaths(install, company).home} className="link inline-block min-h-6">
          {t.pages.advanced.show(company.name)}
        </Link>
      )}
    </div>
  )
}

function Belongs({ visit: { t, locale, head }, view, words }: PartProps) {
  return (
    <Card title={words.belongs(head.company ?? words.unnamed)}>
      <CardBody>
        <p className="mb-3 max-w-[72ch] text-ink-2">{words.belongsLead}</p>
        <BelongsEditor
          locale={locale}
          belongs={view.belongs}
          fields={view.fields.map(({ key, label, type, values }) => ({
            key,
            label: key.startsWith('x:') ? label : fieldText(t, key),
            type,
            values: values ?? [],
          }))}
        />
      </CardBody>
    </Card>
  )
}

/** What the keys in use open already is one press away; anything else brings keys or a sign-in of its own. */
function Further({ visit: { t, install, names }, view, words }: PartProps) {
  return (
    <Card title={t.pages.advanced.addable}>
      {view.addable.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {view.addable.map(({ id, name, currency, detail }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-2.5 sm:px-[1.125rem]">
              <span className="min-w-0">
                {name}{' '}
                <span className="text-ink-2">{[currency, detail].filter((part) => part !== null).join(' · ')}</span>
              </span>
              <Act act={add.bind(null, install, id)} kind="plain">
                {t.pages.advanced.addCompany}
              </Act>
            </li>
          ))}
        </ul>
      )}
      <CardBody>
        <p className="mb-2 max-w-[72ch] text-ink-2">{words.otherLead(names.books)}</p>
        <Act act={add.bind(null, install, null)} kind="plain">
          {words.other(names.books)}
        </Act>
      </CardBody>
    </Card>
  )
}
