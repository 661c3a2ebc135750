import { once } from 'node:events'
import type { Readable } from 'node:stream'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface Message {
  readonly id: string
  readonly at: number
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly plain: string
  readonly html: string
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** As it came over the wire. */
  readonly raw: string
}

export interface Mailbox {
  /** smtp://127.0.0.1:PORT */
  readonly url: string
  /** Newest first. */
  messages(): readonly Message[]
  /** The next messages are answered with this code instead of being kept. */
  refuse(code: number, times?: number): void
  /** The next messages get no answer at all. */
  stayMute(times?: number): void
  close(): Promise<void>
}

/** A mail server for development: takes everything on loopback, keeps it in memory, delivers nothing. */
export async function mailbox(port = 0, now: () => number = Date.now): Promise<Mailbox> {
  const kept: Message[] = []
  const moods: ('mute' | number)[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 100,
    onData(stream, _session, answer) {
      void textOf(stream).then(async (raw) => {
        const mood = moods.shift()
        if (mood === 'mute') return
        if (mood !== undefined) {
          answer(Object.assign(new Error('Not now'), { responseCode: mood }))
          return
        }
        kept.unshift(await parse(raw, `m${kept.length + 1}`, now()))
        answer(null)
      }, answer)
    },
  })
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `smtp://127.0.0.1:${bound}`,
    messages: () => kept,
    refuse: (code, times = 1) => void moods.push(...Array.from({ length: times }, () => code)),
    stayMute: (times = 1) => void moods.push(...Array.from({ length: times }, () => 'mute' as const)),
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

async function textOf(stream: Readable): Promise<string> {
  const parts: Uint8Array[] = []
  stream.on('data', (part: Uint8Array) => parts.push(part))
  await once(stream, 'end')
  return Buffer.concat(parts).toString('utf8')
}

async function parse(raw: string, id: string, at: number): Promise<Message> {
  const mail = await PostalMime.parse(raw)
  return {
    id,
    at,
    from: mail.from?.address ?? '',
    to: (mail.to ?? []).map(({ address }) => address ?? ''),
    subject: mail.subject ?? '',
    plain: mail.text ?? '',
    html: mail.html ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    raw,
  }
}
