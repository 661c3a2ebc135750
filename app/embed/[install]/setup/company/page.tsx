import { setup } from '@/lib/service/setup'
import type { SetupView } from '@/lib/service/views'
import { problemText } from '@/lib/text'
import { ButtonLink } from '../../../../_ui/button'
import { ChooseOne } from '../../../../_ui/choose-one'
import { PageHead } from '../../../../_ui/page-head'
import { Notice } from '../../../../_ui/notice'
import { ProblemNotice } from '../../../../_ui/problem'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { useCompany } from '../actions'
import { backFrom } from '../_parts/back'
import { Steps } from '../_parts/steps'

/** Which set of books: never the first one silently, even where there is only one. */
export default async function CompanyPage({ params }: { params: Promise<{ install: string }> }) {
  const { install } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, admin } = visit
  const view = await setup(visit.seat)
  const words = t.setup.company
  return (
    <>
      <Steps visit={visit} here="company" />
      <PageHead title={words.title} lead={words.lead(view.booksVendor.name)} {...backFrom(visit, 'company')} />
      <Unanswered visit={visit} view={view} />
      {admin && view.companies.length > 0 && (
        <Question ask={useCompany.bind(null, install)} button={words.button} note={t.setup.nothingWritten}>
          <ChooseOne
            name="company"
            label={words.legend}
            chosen={view.companies.find((company) => company.name === view.books?.company)?.id ?? null}
            cards={view.companies.map(({ id, name, currency, detail }) => ({
              value: id,
              label: name,
              detail: [currency, detail].filter((part) => part !== null).join(' · ') || null,
            }))}
          />
        </Question>
      )}
    </>
  )
}

function Unanswered({ visit, view }: { visit: Visit; view: SetupView }) {
  const { t, f, now, paths } = visit
  const again = (
    <ButtonLink href={paths.setup('company')} kind="plain">
      {t.common.tryAgain}
    </ButtonLink>
  )
  if (view.problem !== null) {
    const text = problemText(t, f, view.problem.vendor.name, view.problem.problem, now)
    return (
      <ProblemNotice t={t} text={text} vendor={view.problem.vendor.name} tone="warn">
        {again}
      </ProblemNotice>
    )
  }
  if (view.companies.length > 0) return null
  return (
    <Notice tone="warn">
      <p>{t.setup.company.none(view.booksVendor.name)}</p>
      <p className="mt-3">{again}</p>
    </Notice>
  )
}
