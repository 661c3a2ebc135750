import { send, type MailServer } from '@/lib/mail/send'
import { inTenant, type Room } from '@/lib/store/db'
import { forgetMails, nextMailAt, noteSent, noteUnsent, takeMail, type TakenMail } from '@/lib/store/mails'
import { farewellAddress } from './look'

const minute = 60_000
/** Then the server's word or its silence is final. */
const mostAttempts = 8
const kept = 30 * 24 * 60 * minute
/** Mails per step: one takes up to half a minute where the server is silent. */
const batch = 20

/** Sends what is due, one after another. Milliseconds until more is; null when nothing waits or there is no server. */
export async function post(room: Room, server: MailServer | null): Promise<number | null> {
  if (server === null) {
    await inTenant(room, (tx) => forgetMails(tx, room, room.now() - kept))
    return null
  }
  for (let sent = 0; sent < batch; sent++) {
    const mail = await inTenant(room, (tx) => takeMail(tx, room))
    if (!mail) break
    await deliver(room, server, mail)
  }
  const next = await inTenant(room, async (tx) => {
    await forgetMails(tx, room, room.now() - kept)
    return nextMailAt(tx, room)
  })
  return next === null ? null : Math.max(next - room.now(), 0)
}

async function deliver(room: Room, server: MailServer, mail: TakenMail): Promise<void> {
  const unsubscribe = mail.token === null ? null : farewellAddress(mail.token)
  const sent = await send(server, { ...mail, unsubscribe })
  await inTenant(room, (tx) => {
    if (sent.ok) return noteSent(tx, room, mail.id)
    const again = sent.again && mail.attempts < mostAttempts
    return noteUnsent(tx, room, mail.id, sent.failure, again ? room.now() + backOff(mail.attempts) : null)
  })
}

const backOff = (attempts: number): number => Math.min(minute * 2 ** (attempts - 1), 60 * minute)
