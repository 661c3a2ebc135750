import { localeOf } from '@/lib/auth/room'
import { launchTexts } from '@/lib/text/launch'
import { Opening } from './_opening'

/** What `/embed/[install]` answers without a session: no word about the tenant, only the way in. */
export async function Redeem({ install }: { readonly install: string }) {
  const locale = await localeOf(install)
  return (
    <main lang={locale} className="mx-auto max-w-[34rem] px-6 py-16">
      <Opening texts={launchTexts(locale).opening} />
    </main>
  )
}
