import { versions } from '@/lib/service/versions'
import type { VersionView } from '@/lib/service/versions'
import { news, newsTitle } from '@/lib/text/news'
import { Act } from '../../../../_ui/act'
import { buttonClass } from '../../../../_ui/button'
import { Card, CardBody } from '../../../../_ui/card'
import { FileField } from '../../../../_ui/file-field'
import { PageHead } from '../../../../_ui/page-head'
import { Question } from '../../../../_ui/question'
import { Tag } from '../../../../_ui/tag'
import { enter } from '../../../enter'
import type { Visit } from '../../../enter'
import { changeText } from '../../setup/_parts/change-text'
import { DraftBanner } from '../../setup/_parts/draft-banner'
import { bringIn, restore } from './actions'

/** The configuration as a file, and every version that was in force. */
export default async function AdvancedPage({ params }: { params: Promise<{ install: string }> }) {
  const visit = await enter((await params).install)
  if (visit === null) return null
  const { t, paths, admin, install } = visit
  const words = t.pages.advanced
  return (
    <>
      <PageHead title={words.title} lead={words.lead} back={{ href: paths.settings, label: t.settings.title }} />
      <DraftBanner visit={visit} />
      <Card title={words.versions}>
        <p className="px-4 pb-3 text-ink-2 sm:px-[1.125rem]">{words.versionsLead}</p>
        <Versions visit={visit} all={await versions(visit.seat)} />
      </Card>
      {admin && (
        <Card title={words.configuration}>
          <CardBody>
            <p className="mb-3 text-ink-2">{words.configurationLead}</p>
            <a href={`${paths.settings}/advanced/export`} download className={buttonClass('plain')}>
              {words.export}
            </a>
          </CardBody>
        </Card>
      )}
      <News visit={visit} />
      {admin && (
        <Question ask={bringIn.bind(null, install)} button={words.import} note={t.pages.details.unsaved}>
          <Card>
            <CardBody>
              <FileField
                name="text"
                label={words.file}
                hint={words.fileHint}
                choose={words.choose}
                accept="application/json,.json"
              />
            </CardBody>
          </Card>
        </Question>
      )}
    </>
  )
}

function News({ visit: { f, locale } }: { visit: Visit }) {
  return (
    <Card title={newsTitle[locale]}>
      <ul className="divide-y divide-line border-t border-line">
        {news.map(({ on, said }) => (
          <li key={said.en} className="px-4 py-3 sm:px-[1.125rem]">
            <p className="text-[0.8125rem] text-ink-2">{f.day(on)}</p>
            <p>{said[locale]}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Versions({ visit, all }: { visit: Visit; all: readonly VersionView[] }) {
  const { t, f, now, install, admin } = visit
  const words = t.pages.advanced
  if (all.length === 0) return <p className="px-4 pb-4 text-ink-2 sm:px-[1.125rem]">{words.noVersions}</p>
  return (
    <ul className="divide-y divide-line border-t border-line">
      {all.map(({ version, at, by, inForce, changes }) => (
        <li key={version} className="flex flex-wrap items-start justify-between gap-3 px-4 py-3 sm:px-[1.125rem]">
          <div className="min-w-0">
            <p>
              <b className="font-semibold">{words.version(version)}</b>{' '}
              <span className="text-ink-2">
                {[f.moment(at, now), by === null ? null : words.by(by)].filter((part) => part !== null).join(' ')}
              </span>{' '}
              {inForce && <Tag tone="ok">{words.inForce}</Tag>}
            </p>
            <ul className="text-[0.8125rem] text-ink-2">
              {changes.length === 0 && <li>{version === 1 ? words.first : words.same}</li>}
              {changes.map((change) => (
                <li key={JSON.stringify(change)}>{changeText(visit, change)}</li>
              ))}
            </ul>
          </div>
          {admin && !inForce && (
            <Act act={restore.bind(null, install, version)} kind="plain">
              {words.restore(version)}
            </Act>
          )}
        </li>
      ))}
    </ul>
  )
}
