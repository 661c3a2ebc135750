import { match } from '@/lib/service/match'
import { ButtonLink } from '../../../../_ui/button'
import { Notice } from '../../../../_ui/notice'
import type { Visit } from '../../../enter'

/** Pairs that nobody looked at may become doubles: said before the start, with the way to them. */
export async function LooksAlike({ visit }: { visit: Visit }) {
  const { t, paths, seat } = visit
  const { counts } = await match(seat)
  const open = counts.clear + counts.review
  if (open === 0) return null
  return (
    <Notice tone="warn" title={t.pages.review.toReview(open)}>
      <p>{t.pages.review.toReviewLead}</p>
      <p className="mt-2">
        <ButtonLink href={paths.setup('match')} kind="plain">
          {t.pages.details.match}
        </ButtonLink>
      </p>
    </Notice>
  )
}
