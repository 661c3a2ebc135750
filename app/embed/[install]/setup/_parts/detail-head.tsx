import type { ReactNode } from 'react'
import type { Unanswered } from '@/lib/service/both-sides'
import { problemText } from '@/lib/text'
import { PageHead } from '../../../../_ui/page-head'
import { ProblemNotice } from '../../../../_ui/problem'
import type { Visit } from '../../../enter'
import { Details, type Detail } from './details'
import { DraftBanner } from './draft-banner'

interface DetailHeadProps {
  readonly visit: Visit
  readonly here: Detail
  readonly title: string
  readonly lead: string
  readonly problem: Unanswered | null
  readonly children?: ReactNode
}

/** What every finer question begins with: where one is, what is asked, what is not in force yet, and who does not answer. */
export function DetailHead({ visit, here, title, lead, problem, children }: DetailHeadProps) {
  const { t, f, now } = visit
  return (
    <>
      <Details visit={visit} here={here} />
      <PageHead title={title} lead={lead} />
      <DraftBanner visit={visit} />
      {children}
      {problem !== null && (
        <ProblemNotice
          t={t}
          text={problemText(t, f, problem.vendor.name, problem.problem, now)}
          vendor={problem.vendor.name}
          tone="warn"
        />
      )}
    </>
  )
}
