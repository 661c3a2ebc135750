import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { serve } from '../kit/server'
import { mailbox } from '../mailbox/mailbox'
import { crmHost } from './host'
import type { Hint } from './concord'
import type { Signing } from './launch'

/** Starts the demo's CRM: `--port`, `--vendor`, `--crm`, `--books`, `--app` (addresses), `--mail` (a port) and `--settings` (a file with key and hints). */
interface Settings {
  readonly issuer: string
  readonly key: Signing['key']
  readonly hints: readonly Hint[]
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      vendor: { type: 'string', default: 'sage-sales' },
      crm: { type: 'string', default: '' },
      books: { type: 'string', default: '' },
      app: { type: 'string', default: '' },
      settings: { type: 'string', default: '' },
      /** Where mail arrives over SMTP; without it there is no mailbox. */
      mail: { type: 'string' },
    },
  })
  // Written by whoever starts us, in the same breath.
  const { issuer, key, hints } = JSON.parse(readFileSync(values.settings, 'utf8')) as Settings
  const box = values.mail === undefined ? null : await mailbox(Number(values.mail))
  const host = crmHost({
    vendor: values.vendor,
    crmUrl: values.crm,
    booksUrl: values.books,
    signing: { key, issuer, audience: values.app },
    hints,
    now: Date.now,
    ...(box ? { mail: () => box.messages() } : {}),
  })
  const server = await serve(host, Number(values.port))
  process.stdout.write(`crm-host ${server.url.replace('127.0.0.1', 'localhost')}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.all([server.close(), box?.close()]))
}

await main()
