import type { OAuthAdmin } from '../kit/oauth'
import type { Bulk, JobManner } from './bulk'
import type { Crm } from './crm'
import type { Doors } from './doors'
import type { Lists } from './lists'
import type { Id, Module, Result, Row } from './model'
import { INVOICES, PAYMENTS } from './modules'
import type { Views } from './views'
import type { Delivery, Workflow, Workflows } from './workflows'

type Facts = Readonly<Record<string, unknown>>

/** What people do in the CRM's own pages, and knobs for tests. Modules by their path or name. */
export interface FreshsalesAdmin {
  readonly oauth: OAuthAdmin
  list(module: string): readonly Facts[]
  get(module: string, id: Id): Facts
  create(module: string, fields: Facts): Id
  edit(module: string, id: Id, fields: Facts): void
  remove(module: string, id: Id): void
  forget(module: string, id: Id): void
  win(deal: Id): void
  /** The two custom modules, as our set-up page asks for them; without these fields. */
  makeModules(without?: readonly string[]): void
  makeView(module: string, name: string, owner?: Id): Id
  removeView(id: Id): void
  setJobs(manner: Partial<JobManner>): void
  setBudget(perHour: number | null): void
  setSearchLag(ms: number): void
  revokeKey(): void
  addWorkflow(workflow: Workflow): void
  deliveries(): readonly Delivery[]
  quiet(): Promise<void>
}

interface Behind {
  readonly crm: Crm
  readonly lists: Lists
  readonly views: Views
  readonly bulk: Bulk
  readonly doors: Doors
  readonly workflows: Workflows
  setSearchLag(ms: number): void
}

export function adminOf({ crm, lists, views, bulk, doors, workflows, setSearchLag }: Behind): FreshsalesAdmin {
  const moduleOf = (name: string): Module => {
    const found = crm.module(name)
    if (!found) throw new Error(`No module ${name}`)
    return found
  }
  const carry = <T>(result: Result<T>): T => {
    workflows.tell(crm.takeChanges())
    if (!result.ok) throw new Error(result.messages.join(', '))
    return result.value
  }
  return {
    oauth: doors.oauth,
    list: (name) => crm.rows(moduleOf(name)).map(factsOf),
    get: (name, id) => {
      const row = crm.get(moduleOf(name), id)
      if (!row) throw new Error(`No ${name} ${id}`)
      return factsOf(row)
    },
    create: (name, fields) => carry(crm.create(moduleOf(name), bodyOf(fields))).id,
    edit: (name, id, fields) => void carry(crm.update(moduleOf(name), id, bodyOf(fields))),
    remove: (name, id) => void carry(crm.remove(moduleOf(name), id)),
    forget: (name, id) => void carry(crm.forget(moduleOf(name), id)),
    win: (deal) => {
      const won = lists.deal_stages.find(({ forecast_type }) => forecast_type === 'Closed Won')
      const closed_date = new Date(crm.now()).toISOString().slice(0, 10)
      carry(crm.update(moduleOf('deals'), deal, { deal_stage_id: won?.id, closed_date }))
    },
    makeModules(without = []) {
      for (const made of [INVOICES, PAYMENTS]) {
        crm.addModule(made)
        for (const field of without) crm.dropField(made.name, field)
        views.add(made.name, `All ${made.label}`)
      }
    },
    makeView: (module, name, owner) => views.add(moduleOf(module).name, name, owner ?? null),
    removeView: (id) => views.remove(id),
    setJobs: (manner) => bulk.setManner(manner),
    setBudget: (perHour) => doors.setBudget(perHour),
    setSearchLag,
    revokeKey: () => doors.revokeKey(),
    addWorkflow: (workflow) => workflows.add(workflow),
    deliveries: () => workflows.deliveries(),
    quiet: () => workflows.quiet(),
  }
}

const factsOf = ({ own, custom, ...row }: Row): Facts => ({ ...row, ...own, ...custom })

/** A page shows custom fields among the others; the API keeps them apart. */
function bodyOf(fields: Facts): Facts {
  const custom = Object.entries(fields).filter(([name]) => name.startsWith('cf_'))
  if (custom.length === 0) return fields
  return { ...fields, custom_field: { ...Object(fields['custom_field']), ...Object.fromEntries(custom) } }
}
