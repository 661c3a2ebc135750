import Link from 'next/link'
import { notFound } from 'next/navigation'
import { change } from '@/lib/service/changes'
import { Card } from '../../../../../_ui/card'
import { PageHead } from '../../../../../_ui/page-head'
import { enter } from '../../../../enter'
import { Entries } from '../../../_journal/entries'

/** One line of the history under an address that stays good. */
export default async function ChangePage({ params }: { params: Promise<{ install: string; entry: string }> }) {
  const { install, entry: id } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const entry = await change(visit.seat, id)
  if (entry === null) notFound()
  const { o, paths } = visit
  return (
    <>
      <PageHead
        title={entry.record ?? o.history.entry}
        lead={o.history.entry}
        back={{ href: paths.changes(), label: o.history.changes }}
      />
      <Card>
        <Entries visit={visit} entries={[entry]} named />
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-3 text-[0.8125rem] text-ink-2 sm:px-[1.125rem]">
          {entry.version > 0 && <span>{o.history.rules(entry.version)}</span>}
          {entry.run !== null && (
            <Link href={paths.run(entry.run)} className="link">
              {o.history.ofRun}
            </Link>
          )}
        </p>
      </Card>
    </>
  )
}
