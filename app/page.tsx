import { outside } from '@/lib/text/outside'
import { guestLocale } from './_ui/guest-locale'
import { PlainPage } from './_ui/plain-page'

export default async function FrontPage() {
  const t = outside[await guestLocale()]
  return (
    <PlainPage title={t.about}>
      <p>{t.aboutMore}</p>
      <p>{t.whereTo}</p>
    </PlainPage>
  )
}
