import { notFound } from 'next/navigation'
import { bridgePage } from '@/lib/auth/bridge'
import { guestLocale } from '../_ui/guest-locale'
import { Asking } from './_asking'

/** No word about any organisation: only the way in, for a CRM whose frame says who is there. */
export async function BridgeFrame({ crm, install }: { readonly crm: string; readonly install: string | null }) {
  const page = await bridgePage(crm, install)
  if (page === null) notFound()
  return <Asking page={page} locale={await guestLocale()} />
}
