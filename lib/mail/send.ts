import { createTransport } from 'nodemailer'
import { env } from '@/lib/env'

export interface Parcel {
  readonly id: string
  readonly email: string
  readonly subject: string
  readonly plain: string
  readonly html: string
  readonly thread: string
  /** Where one press ends these mails; null where nothing may end them. */
  readonly unsubscribe: string | null
}

export interface MailServer {
  readonly url: string
  readonly from: string
  readonly dkim: { readonly domainName: string; readonly keySelector: string; readonly privateKey: string } | null
  /** Milliseconds until a silent server counts as not there. */
  readonly patience?: number
}

export type Sent = { readonly ok: true } | { readonly ok: false; readonly again: boolean; readonly failure: string }

/** Null where this installation has no mail server. */
export function mailServer(): MailServer | null {
  const { SMTP_URL: url, MAIL_FROM: from, DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY } = env()
  if (!url || !from) return null
  const signs = DKIM_DOMAIN && DKIM_SELECTOR && DKIM_KEY
  const dkim = signs
    ? { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey: DKIM_KEY.replaceAll('\\n', '\n') }
    : null
  return { url, from, dkim }
}

/** The usual list leaves out List-Unsubscribe-Post, which must be signed for one click to count (RFC 8058). */
const signed =
  'from:to:subject:date:message-id:references:mime-version:content-type:list-unsubscribe:list-unsubscribe-post'

/** Hands one mail to the server. Nothing in it is read from files or addresses, whatever its texts say. */
export async function send(server: MailServer, parcel: Parcel): Promise<Sent> {
  const { url, from, dkim, patience = 10_000 } = server
  const transport = createTransport({
    url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 2 * patience,
    ...(dkim ? { dkim: { ...dkim, headerFieldNames: signed } } : {}),
  })
  const host =
    from
      .split('@')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') ?? 'localhost'
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: parcel.email },
      subject: parcel.subject,
      text: parcel.plain,
      html: parcel.html,
      messageId: `<${parcel.id}@${host}>`,
      references: `<${parcel.thread}@${host}>`,
      headers: { ...wayOut(parcel.unsubscribe), 'Auto-Submitted': 'auto-generated' },
    })
    return { ok: true }
  } catch (error) {
    return unsent(error)
  } finally {
    transport.close()
  }
}

const wayOut = (unsubscribe: string | null): Record<string, string> =>
  unsubscribe === null
    ? {}
    : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }

/** Only a definite no of the server is final; silence and "later" are tried again under the same Message-ID. */
function unsent(error: unknown): Sent {
  if (!(error instanceof Error)) throw new Error(String(error))
  const status = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (status === null && code === null) throw error
  return { ok: false, again: status === null || status < 500, failure: `${code ?? ''} ${status ?? ''}`.trim() }
}
