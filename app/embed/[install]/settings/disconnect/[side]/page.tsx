import { notFound } from 'next/navigation'
import { sides } from '@/lib/model/words'
import { connecting } from '@/lib/service/connecting'
import { accountsTexts } from '@/lib/text/accounts'
import { PageHead } from '../../../../../_ui/page-head'
import { Question } from '../../../../../_ui/question'
import { enter } from '../../../../enter'
import { Mirrored } from '../../_parts/mirrored'
import { disconnectSide } from '../../leave-actions'

interface Place {
  readonly params: Promise<{ readonly install: string; readonly side: string }>
}

/** Before a connection ends: what stops, what stays, and what becomes of locked records. */
export default async function DisconnectPage({ params }: Place) {
  const { install, side: asked } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const side = sides.find((one) => one === asked)
  if (side === undefined || !visit.admin) notFound()
  const { t, locale, paths } = visit
  const view = await connecting(visit.seat, side)
  const { disconnect } = accountsTexts(locale)
  return (
    <>
      <PageHead
        title={disconnect.title(view.vendor.name)}
        lead={disconnect.lead}
        back={{ href: paths.settings, label: t.settings.title }}
      />
      <Question ask={disconnectSide.bind(null, install, side)} button={disconnect.button} note={disconnect.asked}>
        <h2>{disconnect.mirrored(visit.names.crm)}</h2>
        <Mirrored visit={visit} />
      </Question>
    </>
  )
}
