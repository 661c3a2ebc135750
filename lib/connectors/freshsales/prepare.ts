import { ConnectorError } from '@/lib/model/problem'
import { COLUMNS, LINKS, MARK } from './columns'
import type { Ours } from './columns'
import type { Lookup } from './lookup'

const WRITTEN = ['customer', 'contact', 'product', 'invoice', 'payment'] as const

/** Fields and modules are the administrator's to make: this only says which ones our writes still miss. */
export async function prepare(lookup: Lookup): Promise<void> {
  const missing: string[] = []
  for (const entity of WRITTEN) missing.push(...(await lackingIn(lookup, entity)))
  if (missing.length === 0) return
  throw new ConnectorError({
    kind: 'rejected',
    field: missing[0] ?? MARK,
    detail: `not there yet: ${missing.join(', ')}`,
  })
}

async function lackingIn(lookup: Lookup, entity: Ours): Promise<readonly string[]> {
  const { singular } = lookup.shelf(entity)
  const there = await fieldsOrNone(lookup, entity)
  if (there === null) return [singular]
  const needed = entity === 'invoice' || entity === 'payment' ? COLUMNS[entity].map(({ wire }) => wire) : []
  const links = Object.values(LINKS[entity] ?? {})
  const custom = [...new Set([MARK, ...needed, ...links])].filter((name) => name.startsWith('cf_'))
  return custom.filter((name) => !there.has(name)).map((name) => `${singular}.${name}`)
}

async function fieldsOrNone(lookup: Lookup, entity: Ours): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await lookup.fields(entity)).map(({ name }) => name))
  } catch (error) {
    if (error instanceof ConnectorError && error.problem.kind === 'missing') return null
    throw error
  }
}
