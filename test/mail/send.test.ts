import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mailbox, type Mailbox } from '../../sandbox/mailbox/mailbox'
import { send, type MailServer, type Parcel } from '@/lib/mail/send'

let box: Mailbox
beforeEach(async () => {
  box = await mailbox()
})
afterEach(() => box.close())

const server = (more: Partial<MailServer> = {}): MailServer => ({
  url: box.url,
  from: 'Concord <alerts@concord.example>',
  dkim: null,
  patience: 300,
  ...more,
})
const parcel: Parcel = {
  id: 'mail-1',
  email: 'ana@example.test',
  subject: 'Café: 3 fiches à traiter',
  plain: 'Bonjour',
  html: '<p>Bonjour</p>',
  thread: 'incident-1',
  unsubscribe: 'https://concord.example/u/way-out',
}

describe('A mail', () => {
  test('arrives as text and HTML, can be ended by one click, and says that a machine wrote it', async () => {
    expect(await send(server(), parcel)).toEqual({ ok: true })
    const [message] = box.messages()
    expect(message).toMatchObject({ from: 'alerts@concord.example', to: ['ana@example.test'], subject: parcel.subject })
    expect(message?.plain.trim()).toBe('Bonjour')
    expect(message?.html).toContain('<p>Bonjour</p>')
    expect(message?.headers).toMatchObject({
      'list-unsubscribe': '<https://concord.example/u/way-out>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
      'message-id': '<mail-1@concord.example>',
      references: '<incident-1@concord.example>',
    })
  })

  test('bears the same name however often it is tried, so that mail programs show it once', async () => {
    await send(server(), parcel)
    await send(server(), parcel)
    expect(new Set(box.messages().map(({ headers }) => headers['message-id'])).size).toBe(1)
  })

  test('signs the one-click header where the installation has a key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    await send(server({ dkim: { domainName: 'concord.example', keySelector: 'alerts', privateKey } }), parcel)
    const signature = box.messages()[0]?.headers['dkim-signature'] ?? ''
    expect(signature.replace(/\s/g, '')).toMatch(/h=[^;]*list-unsubscribe:list-unsubscribe-post/i)
  })

  test('whose texts look like headers or files gets no header and reads no file', async () => {
    const subject = 'A\r\nBcc: b@example.test'
    await send(server(), {
      ...parcel,
      subject,
      plain: '.\r\nRCPT TO:<b@example.test>\r\n',
      html: '<img src="file:///etc/passwd">',
    })
    const [message] = box.messages()
    expect(message?.headers['bcc']).toBeUndefined()
    expect(message?.to).toEqual(['ana@example.test'])
    expect(message?.raw).not.toContain('root:')
  })
})

describe('A mail server that', () => {
  test.each([421, 450, 451, 452])('says %i is asked again later', async (code) => {
    box.refuse(code)
    expect(await send(server(), parcel)).toEqual({ ok: false, again: true, failure: `EMESSAGE ${code}` })
    expect(await send(server(), parcel)).toEqual({ ok: true })
    expect(box.messages()).toHaveLength(1)
  })

  test.each([550, 554])('says %i has said its last word', async (code) => {
    box.refuse(code)
    expect(await send(server(), parcel)).toMatchObject({ ok: false, again: false })
  })

  test('says nothing, or is not there, is asked again later', async () => {
    box.stayMute()
    expect(await send(server({ patience: 100 }), parcel)).toMatchObject({ ok: false, again: true })
    expect(await send(server({ url: 'smtp://127.0.0.1:1' }), parcel)).toMatchObject({ ok: false, again: true })
    expect(box.messages()).toHaveLength(0)
  })
})
