import { people } from '@/lib/service/people'
import { Question } from '../../../../_ui/question'
import { enter } from '../../../enter'
import { PeopleEditor } from '../_edit/people-editor'
import { DetailHead } from '../_parts/detail-head'
import { keepPeople } from '../details-actions'

/** Who stands for whom, and who owns what nobody owns. */
export default async function PeoplePage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, names, admin, install, locale } = visit
  const view = await people(visit.seat)
  const words = t.pages.people
  return (
    <>
      <DetailHead visit={visit} here="people" title={words.title} lead={words.lead(names)} problem={view.problem} />
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
            shown={view.shown}
          />
        </Question>
      )}
    </>
  )
}
