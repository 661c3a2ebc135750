import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Desk } from '@/lib/service/desk'

export const service = join(import.meta.dirname, '../../lib/service')

/** Called by the house itself, with the tenant named by whoever proved it (a job, a signed call); reviewed one by one. */
const houseOnly = new Set([
  'alert-house.ts',
  'end-connection.ts',
  'farewell.ts',
  'finish-consent.ts',
  'house.ts',
  'keep-grants.ts',
  'lifecycle.ts',
  'look.ts',
  'open-consent.ts',
  'post.ts',
  'receive.ts',
  'set-out.ts',
  'sweep.ts',
  'unsubscribe.ts',
])

/** Every file of the service room that a person's desk can reach. */
export const deskFiles = readdirSync(service).filter((name) => name.endsWith('.ts') && !houseOnly.has(name))

export type Work = (...given: readonly unknown[]) => unknown

/** Every id of somebody else under every name that a verb or reader takes it by. */
export function questionsWith(ids: Readonly<Record<string, string>>): readonly (readonly unknown[])[] {
  const { run = '', link = '', integration = '', connection = '' } = ids
  const all = {
    ...{ run, plan: run, link, record: link, links: [link], integration, connection, id: link, attempt: run },
    ...{ side: 'books', vendor: 'sage-50-fr', answers: {}, company: 'x' },
    ...{ cause: link, group: link, email: 'x@x.test' },
    ...{ mirrored: 'keep', live: false, why: 'x', reason: 'x', crm: link, books: link, version: 1 },
  }
  return [[all], [run], [link], [integration], [connection], [run, all], [link, all], [all, all], [{}]]
}

/** What a stranger at `desk` gets to read; a refusal by throwing is a text, too. */
export async function answerTo(work: Work, desk: Desk, asked: readonly unknown[]): Promise<string> {
  try {
    const given: unknown = await work({ ...desk, emit: async () => undefined }, ...asked)
    return JSON.stringify(given) ?? ''
  } catch (error) {
    return String(error)
  }
}
