import { consentWindow } from '@/lib/service/open-consent'
import { accountsTexts } from '@/lib/text/accounts'
import { guestLocale } from '../../_ui/guest-locale'
import { PlainPage } from '../../_ui/plain-page'
import { Ended, Leaving } from './_window'

/** The window of a consent, on its way to the vendor and on its way back. It has no session and shows no record. */
export default async function ConnectWindow({ params }: { params: Promise<{ attempt: string }> }) {
  const { attempt } = await params
  const found = await consentWindow(attempt)
  const locale = found?.locale ?? (await guestLocale())
  const { popup } = accountsTexts(locale)
  if (found?.status === 'begun') {
    return (
      <div lang={locale}>
        <Leaving attempt={attempt} title={popup.title(found.vendor)} locale={locale} />
      </div>
    )
  }
  const end = found?.status === 'done' ? 'done' : found?.status === 'failed' ? 'failed' : 'spent'
  return (
    <div lang={locale}>
      <PlainPage title={popup[end]}>
        <p>{popup[`${end}Todo`]}</p>
        <Ended attempt={attempt} close={popup.close} />
      </PlainPage>
    </div>
  )
}
