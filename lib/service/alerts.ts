import { mailServer } from '@/lib/mail/send'
import { inTenant } from '@/lib/store/db'
import { lastMails, type MailNote } from '@/lib/store/mails'
import { alertSettings, recipientsOf, type Recipient } from '@/lib/store/recipients'
import type { Desk } from './desk'

export interface AlertsView {
  /** False until somebody said who gets mail, or when: till then the administrators do. */
  readonly chosen: boolean
  readonly recipients: readonly Omit<Recipient, 'token'>[]
  readonly quiet: { readonly from: number; readonly to: number } | null
  /** By whose clock: where quiet hours are set, by that of whoever set them. */
  readonly zone: string
  readonly mails: readonly MailNote[]
  /** Whether this installation can send at all. */
  readonly canSend: boolean
}

/** Who gets mail, when, and what was sent last. `reader`: the zone of whoever looks. */
export const alerts = (desk: Desk, reader: string | null = null): Promise<AlertsView> =>
  inTenant(desk, async (tx) => {
    const settings = await alertSettings(tx, desk, desk.installation)
    const recipients = await recipientsOf(tx, desk, desk.installation)
    const { from = null, to = null, zone = 'UTC' } = settings ?? {}
    const isSet = from !== null && to !== null
    return {
      chosen: settings !== null,
      recipients: recipients.map(({ token: _token, ...recipient }) => recipient),
      quiet: isSet ? { from, to } : null,
      zone: isSet ? zone : (reader ?? zone),
      mails: await lastMails(tx, desk, desk.installation, 10),
      canSend: mailServer() !== null,
    }
  })
