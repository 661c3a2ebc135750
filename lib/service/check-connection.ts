import { meet } from '@/lib/engine/meet'
import type { Engine } from '@/lib/engine/workshop'
import { ConnectorError } from '@/lib/model/problem'
import type { Company, Connector, Grant, Session, Tokens } from '@/lib/model/connector'
import { entities } from '@/lib/model/words'
import { askVendor } from './ask-vendor'
import type { Done } from './fault'
import type { Check } from './views'

export interface Checked {
  readonly companies: readonly Company[]
  readonly checks: readonly Check[]
}

/** Tests by name what a connection must be able to do; the first failure is the answer. Nothing is written anywhere. */
export const checkConnection = (
  engine: Engine,
  connector: Connector,
  grant: Grant,
  key: string,
  tokens?: Tokens,
): Promise<Done<Checked>> =>
  askVendor(connector.id, async () => {
    const companies = await meet(engine, connector.id, grant, key, tokens).companies()
    // Keys that open nothing lack a right.
    if (companies.length === 0) throw new ConnectorError({ kind: 'forbidden' })
    const checks = [
      passed('reach'),
      passed('rights'),
      passed('companies', companies.map(({ name }) => name).join(', ')),
    ]
    const company = inside(connector, grant, companies)
    if (company === null) return { companies, checks }
    const session = meet(engine, connector.id, { ...grant, company }, key, tokens)
    return { companies, checks: [...checks, ...(await lookInside(session, connector))] }
  })

/** Users and fields live inside a company; a CRM's keys open exactly one. */
function inside(connector: Connector, grant: Grant, companies: readonly Company[]): string | null {
  const [first, second] = companies
  if (grant.company !== null) return companies.find(({ id }) => id === grant.company)?.id ?? null
  return connector.side === 'crm' && first && !second ? first.id : null
}

export async function lookInside(session: Session, connector: Connector): Promise<readonly Check[]> {
  const people = await session.people()
  const fields: number[] = []
  for (const entity of entities) {
    if (connector.entities[entity]) fields.push((await session.fields(entity)).length)
  }
  return [
    passed('people', String(people.length)),
    passed('fields', String(fields.reduce((sum, count) => sum + count, 0))),
  ]
}

const passed = (what: Check['what'], detail: string | null = null): Check => ({ what, ok: true, detail, problem: null })
