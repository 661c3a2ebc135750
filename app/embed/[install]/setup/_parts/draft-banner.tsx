import { unpublished } from '@/lib/service/versions'
import { Act, ActAfterAsking } from '../../../../_ui/act'
import { Notice } from '../../../../_ui/notice'
import type { Visit } from '../../../enter'
import { dropAll, seeEffect } from '../details-actions'
import { changeText } from './change-text'

/** What was saved and is not in force: how much, what, and the way to see its effect. */
export async function DraftBanner({ visit }: { visit: Visit }) {
  const changes = await unpublished(visit.seat)
  if (changes === null || changes.length === 0) return null
  const { t, admin, install } = visit
  const words = t.pages.draft
  return (
    <Notice tone="info" title={words.title(changes.length)}>
      <p>{words.lead}</p>
      <ul className="mt-1 list-disc ps-5">
        {changes.slice(0, 8).map((change) => (
          <li key={JSON.stringify(change)}>{changeText(visit, change)}</li>
        ))}
      </ul>
      {admin && (
        <div className="mt-3 flex flex-wrap gap-2">
          <Act act={seeEffect.bind(null, install)} kind="primary">
            {words.preview}
          </Act>
          <ActAfterAsking
            act={dropAll.bind(null, install)}
            kind="plain"
            title={words.dropAsk}
            explains={words.dropExplains}
            cancel={t.common.cancel}
          >
            {words.drop}
          </ActAfterAsking>
        </div>
      )}
    </Notice>
  )
}
