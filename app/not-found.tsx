import { outside } from '@/lib/text/outside'
import { guestLocale } from './_ui/guest-locale'
import { PlainPage } from './_ui/plain-page'

export default async function NotFound() {
  const t = outside[await guestLocale()]
  return (
    <PlainPage title={t.notFound}>
      <p>{t.notFoundTodo}</p>
    </PlainPage>
  )
}
