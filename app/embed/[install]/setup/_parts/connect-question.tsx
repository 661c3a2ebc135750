import type { ConnectingView } from '@/lib/service/connecting'
import { accountsTexts } from '@/lib/text/accounts'
import { ButtonLink } from '../../../../_ui/button'
import { Card, CardBody } from '../../../../_ui/card'
import { TextField } from '../../../../_ui/field'
import { Question } from '../../../../_ui/question'
import type { Visit } from '../../../enter'
import { connectSide } from '../actions'
import { begin, watch } from '../consent-actions'
import { Consent } from './consent'

interface QuestionOf {
  readonly visit: Visit
  readonly view: ConnectingView
}

/** The keys that an administrator made there are typed in, and tested before they are kept. */
export function KeysQuestion({ visit, view }: QuestionOf) {
  const { t, install } = visit
  const { side, vendor } = view
  return (
    <Question
      ask={connectSide.bind(null, install, side, { id: vendor.id, name: vendor.name })}
      button={t.setup.connect.button}
      note={t.setup.nothingWritten}
      done={{ title: t.setup.checks.title, next: <GoOn visit={visit} /> }}
    >
      <AskedFor visit={visit} view={view} />
    </Question>
  )
}

/** The vendor's own page opens in a window; only what leads to it is typed in here. */
export function SignInQuestion({ visit, view }: QuestionOf) {
  const { t, install, locale } = visit
  const { side, vendor, connection } = view
  const { connect } = accountsTexts(locale)
  const { id, name } = vendor
  return (
    <Consent
      begin={begin.bind(null, install, side, { id, name })}
      watch={watch.bind(null, install, side, { id, name })}
      next={<GoOn visit={visit} />}
      texts={{
        button: connection === null ? connect.button(name) : connect.again(name),
        note: t.setup.nothingWritten,
        waiting: connect.waiting(name),
        waitingMore: connect.waitingMore,
        noWindow: connect.noWindow,
        noWindowMore: connect.noWindowMore,
        open: connect.open(name),
        stop: connect.stop,
        checks: t.setup.checks.title,
      }}
    >
      {view.asks.length > 0 && <AskedFor visit={visit} view={view} />}
    </Consent>
  )
}

const GoOn = ({ visit: { t, paths } }: { visit: Visit }) => (
  <ButtonLink href={paths.setup()} kind="primary">
    {t.common.goOn}
  </ButtonLink>
)

function AskedFor({ visit, view }: QuestionOf) {
  return (
    <Card>
      <CardBody>
        <div className="space-y-4">
          {view.asks.map((ask) => (
            <TextField
              key={ask.key}
              name={ask.key}
              {...askText(visit, ask.key, ask.secret)}
              kind={ask.secret ? 'secret' : ask.kind}
              mandatory={visit.t.common.mandatory}
            />
          ))}
        </div>
      </CardBody>
    </Card>
  )
}

/** A vendor may ask for a key that we have no word for yet: its own name is better than none. */
function askText(
  { t, locale }: Visit,
  key: string,
  secret: boolean,
): { readonly label: string; readonly hint: string } {
  const words: Readonly<Record<string, { readonly label: string; readonly hint: string }>> = {
    ...t.setup.ask,
    domain: accountsTexts(locale).connect.domain,
  }
  const known = words[key] ?? { label: key, hint: '' }
  return secret
    ? { ...known, hint: [known.hint, t.setup.connect.secretNew].filter((part) => part !== '').join(' ') }
    : known
}
