import { env } from '@/lib/env'
import { compose } from '@/lib/mail/compose'
import type { Place } from '@/lib/mail/explain'
import { letters, type Letter } from '@/lib/mail/letters'
import { isQuiet } from '@/lib/mail/quiet'
import { watch } from '@/lib/mail/watch'
import { isUrgent, type Incident } from '@/lib/model/alert'
import { inTenant, type Room, type Tx } from '@/lib/store/db'
import { noteTold, oneAtATime, openIncidents, openNew, recount, resolve, untold } from '@/lib/store/incidents'
import { integration as readIntegration, type Integration } from '@/lib/store/integrations'
import { addMails, lastDigest, lettersSince, type StoredMail } from '@/lib/store/mails'
import * as addresses from '@/lib/store/recipients'
import { installation } from '@/lib/store/tenants'
import { causesNow } from './causes-now'
import { firstRecipients } from './first-recipients'
import { pageAddress } from './page-address'
import { placeOf } from './place'

const day = 24 * 3_600_000

/** Looks what began and what ended, and writes the mail that is due, in one transaction. Returns how many mails. */
export const look = (room: Room, id: string): Promise<number> =>
  inTenant(room, async (tx) => {
    const found = await readIntegration(tx, room, id)
    if (!found || found.startedAt === null || !(await isAtHome(tx, room, found))) return 0
    await oneAtATime(tx, room, id)
    const { opened, changed, resolved } = watch(await causesNow(tx, room, found), await openIncidents(tx, room, id))
    await openNew(tx, room, id, opened)
    await recount(
      tx,
      room,
      changed.map(({ incident, now }) => ({ id: incident.id, count: now.count, sample: now.sample })),
    )
    await resolve(
      tx,
      room,
      resolved.filter((incident) => !isAsleep(found, incident)).map((incident) => incident.id),
    )
    return write(tx, room, found)
  })

/** Whoever left is told of it once, and of nothing that ends with it. */
async function isAtHome(tx: Tx, room: Room, { installation: id }: Integration): Promise<boolean> {
  return (await installation(tx, room, id))?.status === 'active'
}

/** While somebody has paused, nobody knows whether runs would succeed: that they did not is neither over nor recalled. */
const isAsleep = ({ pausedBy }: Integration, { about, resolvedAt }: Incident): boolean =>
  pausedBy !== null && isUrgent(about) && resolvedAt === null

async function write(tx: Tx, room: Room, of: Integration): Promise<number> {
  const settings =
    (await addresses.alertSettings(tx, room, of.installation)) ?? (await firstTime(tx, room, of.installation))
  const all = await addresses.recipientsOf(tx, room, of.installation)
  const recipients = all.filter(({ unsubscribedAt }) => unsubscribedAt === null)
  if (recipients.length === 0) return 0
  const due = letters({
    now: room.now(),
    incidents: (await untold(tx, room, of.id)).filter((incident) => !isAsleep(of, incident)),
    quiet: isQuiet(settings, room.now()),
    digestAt: await lastDigest(tx, room, of.id),
    sentToday: await lettersSince(tx, room, of.installation, room.now() - day),
  })
  const base = await baseOf(tx, room, of)
  const mails = due.flatMap((letter) => recipients.map((to) => mailOf(room, letter, to, base, settings.zone)))
  await addMails(tx, room, of.installation, mails)
  await noteTold(
    tx,
    room,
    due.flatMap(({ incidents }) => incidents.map((incident) => incident.id)),
  )
  return mails.length
}

/** Before anybody chose, the administrators who have an address get mail at any hour. */
async function firstTime(tx: Tx, room: Room, installed: string): Promise<addresses.AlertSettings> {
  const settings = { from: null, to: null, zone: 'UTC' }
  await addresses.saveQuiet(tx, room, installed, settings)
  await firstRecipients(tx, room, installed)
  return settings
}

export const farewellAddress = (token: string): string => new URL(`/u/${token}`, env().NEXTAUTH_URL).href

type Base = Pick<Place, 'names' | 'vendorName' | 'company'> & {
  readonly pageFor: (reader: string) => Place['pageAt']
}

async function baseOf(tx: Tx, room: Room, { id, installation: installed }: Integration): Promise<Base> {
  const found = await installation(tx, room, installed)
  const { vendors, books, companies } = await placeOf(tx, { ...room, installation: installed, integration: id })
  const names = { crm: vendors.crm.name, books: vendors.books.name }
  const integration = companies[0]?.id === id ? null : id
  return {
    names,
    vendorName: (vendor) => Object.values(vendors).find((one) => one.id === vendor)?.name ?? vendor,
    company: books?.companyName ?? names.crm,
    pageFor: (reader) => (path) => pageAddress(found, { integration, path, reader }),
  }
}

function mailOf(room: Room, letter: Letter, to: addresses.Recipient, given: Base, zone: string): StoredMail {
  const { pageFor, ...base } = given
  const { id: recipient, email, locale, token } = to
  const pageAt = pageFor(recipient)
  const place = { ...base, pageAt, locale, zone, now: room.now(), unsubscribe: farewellAddress(token) }
  return { id: room.newId(), recipient, kind: letter.kind, email, ...compose(letter, place) }
}
