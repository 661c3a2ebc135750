import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTransport } from 'nodemailer'
import { crmHost } from '../../sandbox/crm-host/host'
import { mailbox, type Mailbox } from '../../sandbox/mailbox/mailbox'

let box: Mailbox
beforeAll(async () => {
  box = await mailbox()
})
afterAll(() => box.close())

const key = { kid: 'k1', kty: 'OKP' }
const pageAt = async (
  path: string,
  vendor = 'sage-sales',
  withMail = true,
): Promise<{ status: number; text: string }> => {
  const host = crmHost({
    ...{ vendor, crmUrl: '', booksUrl: '', hints: [], now: Date.now },
    signing: { key, issuer: 'demo', audience: 'https://concord.test' },
    ...(withMail ? { mail: () => box.messages() } : {}),
  })
  const asked = { method: 'GET', path, query: new URLSearchParams(), headers: {}, body: new Uint8Array() }
  const { status, body } = await host({ ...asked, origin: 'https://crm.test' })
  return { status, text: String(body) }
}

const write = (subject: string, html: string): Promise<unknown> =>
  createTransport({ url: box.url }).sendMail({
    ...{ from: 'concord@demo.test', to: 'alice@cordier.test', subject, text: 'In plain words', html },
    headers: { 'List-Unsubscribe': '<https://concord.test/u/way-out>' },
  })

test.each(['sage-sales', 'freshsales'])(
  "the demo's %s has a mailbox, empty until something was mailed",
  async (vendor) => {
    expect((await pageAt('/mail', vendor)).text).toContain('Nothing was mailed yet')
    expect((await pageAt('/mail', vendor)).text).toContain('aria-current="page">Mail')
  },
)

test('what was mailed is listed, newest first, and opens as a letter in which no script runs', async () => {
  await write('First', '<html><head></head><body><p>First letter</p></body></html>')
  await write(
    'Second <b>',
    '<html><head></head><body onload="alert(1)"><a href="https://x.test">Open</a></body></html>',
  )
  const list = (await pageAt('/mail')).text
  expect(list.indexOf('Second')).toBeLessThan(list.indexOf('First'))
  expect(list).toContain('Second &lt;b&gt;')
  const opened = (await pageAt('/mail/m2')).text
  const [, sandbox = '', letter = ''] = /sandbox="([^"]*)"\s+srcdoc="([^"]*)"/.exec(opened) ?? []
  expect(sandbox).not.toContain('allow-scripts')
  expect(sandbox).not.toContain('allow-same-origin')
  expect(letter).toContain('&lt;base target=&quot;_top&quot;&gt;')
  expect(opened).toContain('In plain words')
  expect(opened).toContain('https://concord.test/u/way-out')
})

test('a CRM page without a mailbox has no such page', async () => {
  expect((await pageAt('/mail', 'sage-sales', false)).status).toBe(404)
})
