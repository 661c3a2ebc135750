import { vendorName } from '@/lib/connectors'
import { securityLetter, type SecurityNews } from '@/lib/mail/security-letter'
import type { Context } from '@/lib/model/context'
import type { Tx } from '@/lib/store/db'
import { addMails, wasTold } from '@/lib/store/mails'
import { administrators, alertSettings, recipientsOf, type Administrator } from '@/lib/store/recipients'
import { installation, tenantName, type Member } from '@/lib/store/tenants'
import { pageAddress } from './page-address'

type Here = Pick<Context, 'tenant' | 'now' | 'newId' | 'actor'> & { readonly installation: string }

/** One person who asks for the same file, or tries the same wrong company, again and again is one piece of news. */
const once = 60 * 60_000

/**
 * Writes the letters in the transaction that does what they tell of, so that neither happens alone. Quiet hours and the
 * wish for no mail do not hold them; whoever calls emits `mail.due` once the transaction is over.
 */
export async function tellAdministrators(tx: Tx, here: Here, news: SecurityNews): Promise<void> {
  const thread = threadOf(here, news)
  const repeats = news.kind === 'exported' || news.kind === 'refused'
  if (repeats && (await wasTold(tx, here, thread, here.now() - once))) return
  const installed = await installation(tx, here, here.installation)
  if (!installed) throw new Error(`There is no installation ${here.installation}`)
  const crm = vendorName(installed.vendor)
  const place = {
    zone: (await alertSettings(tx, here, here.installation))?.zone ?? 'UTC',
    company: (await tenantName(tx, here)) ?? crm,
    by: here.actor.kind === 'person' ? here.actor.name : null,
    ...{ crm, thread, now: here.now() },
  }
  const letters = (await readers(tx, here, news)).map(({ id: reader, email, locale }) => {
    const pageAt = (path: string) => pageAddress(installed, { integration: null, path, reader })
    const letter = securityLetter(news, { ...place, pageAt, locale })
    return { id: here.newId(), recipient: null, kind: 'security', email, ...letter }
  })
  await addMails(tx, here, here.installation, letters)
}

/** For the door: somebody whom the CRM calls an administrator came for the first time as one. */
export const tellOfAdministrator = (
  tx: Tx,
  room: Pick<Here, 'tenant' | 'now' | 'newId'>,
  member: Member,
): Promise<void> =>
  tellAdministrators(
    tx,
    { ...room, installation: member.installation, actor: { kind: 'person', id: member.id, name: member.name } },
    { kind: 'administrator', name: member.name, email: member.email },
  )

export const mailDue = ({ tenant }: Pick<Context, 'tenant'>) => ({ name: 'mail.due', tenant }) as const

/** Who administers; where nobody of them has an address, whoever is named for alerts. A new one is told to the others. */
async function readers(tx: Tx, here: Here, news: SecurityNews): Promise<readonly Administrator[]> {
  const admins = await administrators(tx, here, here.installation)
  if (news.kind === 'administrator') return admins.filter(({ email }) => email !== news.email?.toLowerCase())
  if (admins.length > 0) return admins
  return (await recipientsOf(tx, here, here.installation)).filter(({ unsubscribedAt }) => unsubscribedAt === null)
}

function threadOf({ actor, installation: installed, newId }: Here, news: SecurityNews): string {
  const who = actor.kind === 'person' ? actor.id : actor.kind
  const what = news.kind === 'exported' ? news.what : news.kind === 'refused' ? news.vendor : newId()
  return ['security', installed, news.kind, what, who].join('.')
}
