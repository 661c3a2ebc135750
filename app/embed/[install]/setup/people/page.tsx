import { people } from '@/lib/service/people'
import { problemText } from '@/lib/text'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import { PeopleEditor } from '../_edit/people-editor'
import { Details } from '../_parts/details'
import { DraftBanner } from '../_parts/draft-banner'
import { keepPeople } from '../details-actions'

/** Who stands for whom, and who owns what nobody owns. */
export default async function PeoplePage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, f, now, names, admin, install, locale } = visit
  const view = await people(visit.seat)
  const words = t.pages.people
  return (
    <>
      <Details visit={visit} here="people" />
      <PageHead title={words.title} lead={words.lead(names)} />
      <DraftBanner visit={visit} />
      {view.problem !== null && (
        <ProblemNotice
          t={t}
          text={problemText(t, f, view.problem.vendor.name, view.problem.problem, now)}
          vendor={view.problem.vendor.name}
          tone="warn"
        />
      )}
      {view.problem === null && admin && (
        <Question
          ask={keepPeople.bind(null, install)}
          button={t.pages.details.saveAndSee}
          note={t.pages.details.unsaved}
        >
          <PeopleEditor
            locale={locale}
            books={names.books}
            crm={view.crm.map(({ id, name, email }) => ({
              value: id,
              label: email === null ? name : `${name}, ${email}`,
            }))}
            pairs={view.pairs.map(({ books, crm, how }) => ({
              id: books.id,
              name: books.name,
              detail: books.email,
              crm: crm?.id ?? null,
              how,
            }))}
            administrator={view.administrator}
          />
        </Question>
      )}
    </>
  )
}
