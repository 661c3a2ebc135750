import { mailServer } from '@/lib/mail/send'
import { inTenant } from '@/lib/store/db'
import { lastMails, type MailNote } from '@/lib/store/mails'
import { alertSettings, recipientsOf, type Recipient } from '@/lib/store/recipients'
import type { Desk } from './desk'

export interface AlertsView {
  readonly recipients: readonly Omit<Recipient, 'token'>[]
  readonly quiet: { readonly from: number; readonly to: number } | null
  /** Null until somebody chose. */
  readonly zone: string | null
  readonly mails: readonly MailNote[]
  /** Whether this installation can send at all. */
  readonly canSend: boolean
}

/** Who gets mail, when, and what was sent last. */
export const alerts = (desk: Desk): Promise<AlertsView> =>
  inTenant(desk, async (tx) => {
    const settings = await alertSettings(tx, desk, desk.installation)
    const recipients = await recipientsOf(tx, desk, desk.installation)
    const { from = null, to = null, zone = null } = settings ?? {}
    return {
      recipients: recipients.map(({ token: _token, ...recipient }) => recipient),
      quiet: from === null || to === null ? null : { from, to },
      zone,
      mails: await lastMails(tx, desk, desk.installation, 10),
      canSend: mailServer() !== null,
    }
  })
