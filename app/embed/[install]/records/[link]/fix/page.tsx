import { CircleCheck } from 'lucide-react'
import { otherSide } from '@/lib/model/words'
import { fixing, type FixingView } from '@/lib/service/fixing'
import { asTyped } from '@/lib/service/typed-value'
import { fieldText, problemText, valueText } from '@/lib/text'
import { Card, CardBody } from '../../../../../_ui/card'
import { Empty } from '../../../../../_ui/empty'
import { PageHead } from '../../../../../_ui/page-head'
import { Pick } from '../../../../../_ui/pick'
import { ProblemNotice, VendorWords } from '../../../../../_ui/problem'
import { ValueField } from '../../../../../_ui/value-field'
import { Question } from '../../../../../_ui/question'
import { enter } from '../../../../enter'
import type { Visit } from '../../../../enter'
import { correct } from '../../../errors/actions'

/** The one value that a system refused, to be put right where it was typed in. */
export default async function FixPage({ params }: { params: Promise<{ install: string; link: string }> }) {
  const { install, link } = await params
  const visit = await enter(install)
  if (visit === null) return null
  const { t, o, f, now, head, names, paths } = visit
  const back = { href: paths.errors, label: t.errors.title }
  const asked = await fixing(visit.seat, link)
  if (!asked.ok && asked.fault.kind === 'vendor') {
    const vendor = names[asked.fault.vendor === head.crm.id ? 'crm' : 'books']
    return (
      <>
        <PageHead title={o.errors.correct} back={back} />
        <ProblemNotice t={t} text={problemText(t, f, vendor, asked.fault.problem, now)} vendor={vendor} tone="warn" />
      </>
    )
  }
  if (!asked.ok)
    return (
      <>
        <PageHead title={o.errors.correct} back={back} />
        <Card>
          <Empty icon={CircleCheck} title={o.fix.gone}>
            {o.fix.goneLead}
          </Empty>
        </Card>
      </>
    )
  return <Fixing visit={visit} view={asked.value} back={back} />
}

function Fixing({ visit, view, back }: { visit: Visit; view: FixingView; back: { href: string; label: string } }) {
  const { t, o, f, names, install } = visit
  const { record, side, key } = view
  const field = fieldText(t, key)
  const isAmount = view.type === 'money' && typeof view.value === 'number'
  const shown = isAmount ? f.money(view.value, view.currency) : valueText(t, f, key, view.value)
  return (
    <>
      <PageHead title={o.fix.title(field)} lead={`${record.name} · ${t.entity[record.entity].one}`} back={back} />
      <Card>
        <CardBody>
          <p className="max-w-[68ch] text-ink-2">{o.fix.lead(names[side], names[otherSide(side)])}</p>
          {record.because?.detail !== undefined && (
            <VendorWords t={t} label={t.common.vendorSays(names[otherSide(side)])} said={record.because.detail} />
          )}
          <p className="mt-3">
            <span className="text-[0.8125rem] text-ink-3">{o.fix.now}</span>
            <span className="block break-words whitespace-pre-line">{shown}</span>
          </p>
        </CardBody>
      </Card>
      <Question ask={correct.bind(null, install, record.link)} button={o.fix.button}>
        <ValueInput visit={visit} view={view} />
      </Question>
    </>
  )
}

function ValueInput({ visit: { t, o }, view }: { visit: Visit; view: FixingView }) {
  const { type, maxLength, values } = view
  const now = asTyped(view)
  const yesNo = [
    { value: 'true', label: t.common.yes },
    { value: 'false', label: t.common.no },
  ]
  const choices = type === 'boolean' ? yesNo : values
  if (choices)
    return (
      <Pick
        name="value"
        label={o.fix.fresh}
        hint=""
        empty={t.common.empty}
        values={choices}
        chosen={[now]}
        many={false}
      />
    )
  const hint = maxLength === null ? '' : o.fix.atMost(maxLength)
  return <ValueField name="value" label={o.fix.fresh} hint={hint} value={now} long={now.length > 80} />
}
