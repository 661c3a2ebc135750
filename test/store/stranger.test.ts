import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { saveMember } from '@/lib/store/tenants'
import { foldPage } from '@/lib/store/inbox'
import { appendEntries } from '@/lib/store/journal'
import { addRows } from '@/lib/store/outbox'
import { addRecipient } from '@/lib/store/recipients'
import { rowsOf } from '@/lib/store/rows'
import type { Database, Here, Tx } from '@/lib/store/db'
import { openEmbedded } from '../kit/embedded'
import type { Work } from '../service/stranger'
import { anEntry, aRow, aSighting, aWorld, type World } from './world'

const store = join(import.meta.dirname, '../../lib/store')
const secret = 'Nobody else may read this name'

interface Verb {
  readonly name: string
  readonly file: string
  /** Name and type of what it takes beside the transaction and the room. */
  readonly takes: readonly (readonly [name: string, type: string])[]
}

/** Every function of the store that works for a tenant: it takes a transaction and a room. */
const verbs: readonly Verb[] = readdirSync(store)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(store, file), 'utf8')
    const declared =
      /export (?:async )?(?:function|const) (\w+)(?:<[^>]*>)?(?: = (?:async )?)?\(\s*tx: Tx,\s*\w+: [^,)]+,?/g
    return [...text.matchAll(declared)].map((found) => ({
      ...{ name: found[1] ?? '', file },
      takes: takenIn(text.slice(found.index + found[0].length)),
    }))
  })

/** Up to the bracket that ends the list, parameter by parameter. */
function takenIn(text: string): Verb['takes'] {
  const parts = ['']
  let depth = 0
  for (const letter of text) {
    if (depth === 0 && letter === ')') break
    depth += '({[<'.includes(letter) ? 1 : ')}]>'.includes(letter) ? -1 : 0
    if (depth === 0 && letter === ',') parts.push('')
    else parts.push(`${parts.pop() ?? ''}${letter}`)
  }
  return parts.flatMap((part) => {
    const [, name, type] = /^\s*(\{[^}]*\}|\w+)\??: (.+)$/s.exec(part) ?? []
    return name && type ? [[name, type.trim()] as const] : []
  })
}

type Ids = Readonly<Record<string, string>>
const words: Readonly<Record<string, unknown>> = {
  ...{ number: 9, boolean: true, Side: 'crm', Entity: 'customer', Space: 'account', 'number | null': 9 },
}

/** What fits a parameter, made of the ids of somebody else; `usual` is for a text that has no telling name. */
function fitting([name, type]: Verb['takes'][number], ids: Ids, usual: string): unknown {
  const all = Object.values(ids)
  const bag = {
    ...{ ...ids, id: usual, ids: all, links: all, keep: usual, drop: usual, side: 'crm', entity: 'customer' },
    ...{ space: 'account', after: null, limit: 9, state: 'open', token: 1, count: 1, version: 1, at: 1 },
  }
  if (type === 'string' || type === 'string | null') return ids[name] ?? usual
  if (type === 'readonly string[]') return all
  if (type in words) return words[type]
  return type.endsWith('[]') ? [bag] : bag
}

/** One question for each id that may stand where no name tells which; the same one is not put twice. */
function questions({ takes }: Verb, ids: Ids): readonly (readonly unknown[])[] {
  const all = Object.values(ids).map((usual) => takes.map((each) => fitting(each, ids, usual)))
  return [...new Map(all.map((asked) => [JSON.stringify(asked), asked])).values()]
}

/** The same names, and nobody has the ids. */
const ofNobody = (ids: Ids): Ids => Object.fromEntries(Object.keys(ids).map((name) => [name, `nobodys-${name}`]))

class Undone extends Error {}

/** What a verb says in the room of `who`, ids by their names; nothing of it stays unless it shall. */
async function said(who: World, verb: Verb, question: Question, stays: boolean): Promise<string> {
  const file: unknown = await import(join(store, verb.file))
  const work = (Object(file) as Record<string, Work>)[verb.name] // every name was found in that file
  let text = ''
  const ask = async (tx: Tx, here: Here) => {
    text = JSON.stringify(await work?.(tx, here, ...question.asked)) ?? ''
    if (!stays) throw new Undone()
  }
  await who.within(ask).catch((error: unknown) => {
    if (!(error instanceof Undone))
      text = `refused ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`
  })
  const named = Object.entries(question.ids).reduce((whole, [name, id]) => whole.replaceAll(id, name), text)
  return named.replaceAll(/id-\d{6}/g, 'new')
}

interface Question {
  readonly ids: Ids
  readonly asked: readonly unknown[]
}

/** Each question about these ids beside the same about nobody's. */
function pairsOf(verb: Verb, ids: Ids): readonly (readonly [Question, Question])[] {
  const nobodys = ofNobody(ids)
  const blank = questions(verb, nobodys)
  return questions(verb, ids).map((asked, at) => [
    { ids, asked },
    { ids: nobodys, asked: blank[at] ?? [] },
  ])
}

describe('every function of the store, asked by one tenant with the ids of another', () => {
  let db: Database
  let victim: World
  let thief: World
  let ids: Ids
  let before: string
  beforeAll(async () => {
    db = await openEmbedded()
    ;[victim, thief] = [await aWorld(db), await aWorld(db)]
    ids = await filled(victim)
    before = await everything(victim)
  })
  afterAll(() => db.close())

  test.each([...new Set(verbs.map(({ file }) => file))])(
    '%s: answers as if nobody had them, and changes nothing',
    async (file) => {
      for (const verb of verbs.filter((each) => each.file === file)) {
        for (const [theirs, nobodys] of pairsOf(verb, ids)) {
          const blank = await said(thief, verb, nobodys, false)
          const answer = await said(thief, verb, theirs, true)
          expect(answer, verb.name).toBe(blank)
          expect(answer, verb.name).not.toContain(secret)
        }
      }
      expect(await everything(victim)).toBe(before)
    },
  )

  test('while its owner, who asks the very same, is answered', async () => {
    const answered = new Set<string>()
    for (const verb of verbs)
      for (const [own, nobodys] of pairsOf(verb, ids))
        if ((await said(victim, verb, own, false)) !== (await said(victim, verb, nobodys, false)))
          answered.add(verb.name)
    expect(verbs.length).toBeGreaterThan(200)
    expect(answered.size).toBeGreaterThan(40)
  })

  /** All rows of a tenant in all tables that know tenants, as one text. */
  async function everything({ here }: World): Promise<string> {
    const tables = await rowsOf<{ name: string }>(
      db.drizzle,
      sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
    )
    const each = tables.map(
      ({ name }) =>
        sql`select ${name} || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${sql.identifier(name)} t where tenant_id = ${here.tenant}`,
    )
    const sums = await rowsOf<{ sum: string }>(db.drizzle, sql.join(each, sql` union all `))
    return sums.map(({ sum }) => sum).join(' ')
  }
})

/** A record, a write, a line of history, a person and an address of mail; answers with all their ids. */
async function filled(world: World): Promise<Ids> {
  const { integration, run, installation, crmConnection: connection } = world
  const row = aSighting('customer', '1', { name: secret }, { keys: ['code:1'], marker: 'mark' })
  const write = aRow(world, row.id, 'books', { state: 'proposed', record: secret })
  return world.within(async (tx, here) => {
    await foldPage(tx, here, integration, 'crm', [row], 1)
    await addRows(tx, here, integration, [write])
    await appendEntries(tx, here, integration, [anEntry(world, { link: row.id, record: secret })])
    await addRecipient(tx, here, installation, { id: here.newId(), email: 'a@b.test', locale: 'en', token: secret })
    const person = { installation, crmUserId: '7', name: secret, email: null, role: 'admin', locale: 'en' } as const
    const member = await saveMember(tx, here, person)
    return { integration, run, installation, connection, link: row.id, row: write.id, member: member.id }
  })
}
