import type { Clock } from '../kit/clock'
import { post } from './post'
import type { Delivery, Manner } from './post'
import type { Change, Crm } from './crm'
import { showInstant } from './instant'
import { NO_SUCH_THING, done, isObject, refuse } from './model'
import type { Result } from './model'
import type { Wire } from './wire'

export interface Hooks {
  list(): readonly Hook[]
  get(id: number): Result<Hook>
  create(body: unknown, user: number): Result<Hook>
  remove(id: number, user: number): Result<Hook>
  tell(changes: readonly Change[]): void
  deliveries(): readonly Delivery[]
  setManner(manner: Manner): void
  /** Once every delivery under way has its answer. */
  quiet(): Promise<void>
}

interface Hook {
  readonly id: number
  readonly name: string
  readonly url: string
  readonly action: string
  readonly entity: string
  readonly version: number
  readonly secret_key: string
  readonly deleted: boolean
  readonly user_created: number
  readonly user_updated: number | null
  readonly user_deleted: number | null
  readonly date_created: string
  readonly date_updated: string | null
  readonly date_deleted: string | null
}

const ACTIONS = new Set(['insert', 'update', 'delete'])
const ENTITIES = new Set(['account', 'contact', 'opportunity', 'activity', 'calendar', 'salesorder'])

export function hooks(crm: Crm, wire: Wire, clock: Clock, deliver: typeof fetch): Hooks {
  let known: readonly Hook[] = []
  const out = post(clock, deliver)

  const live = (id: number): Result<Hook> => {
    const hook = known.find((each) => each.id === id && !each.deleted)
    return hook ? done(hook) : refuse(`hooks ${id} does not exist`, NO_SUCH_THING)
  }

  return {
    list: () => known,
    get: live,
    create(body, user) {
      const hook = hookOf(body, 600 + known.length + 1, user, showInstant(crm.now()))
      if (!hook.ok) return hook
      const { action, entity } = hook.value
      const taken = known.some((each) => !each.deleted && each.action === action && each.entity === entity)
      if (taken) return refuse(`There is already a hook for ${action} of ${entity}`)
      known = [...known, hook.value]
      return hook
    },
    remove(id, user) {
      const hook = live(id)
      if (!hook.ok) return hook
      const gone = { ...hook.value, deleted: true, user_deleted: user, date_deleted: showInstant(crm.now()) }
      known = known.map((each) => (each.id === id ? gone : each))
      return done(gone)
    },
    tell(changes) {
      for (const hook of known.filter((each) => !each.deleted)) {
        const told = changes.filter((change) => change.resource.hook === hook.entity && change.action === hook.action)
        if (told.length === 0) continue
        out.send(hook, JSON.stringify(told.map((change) => wire.record(change.resource, change.row, 'en'))))
      }
    },
    deliveries: out.deliveries,
    setManner: out.setManner,
    quiet: out.quiet,
  }
}

function hookOf(body: unknown, id: number, user: number, at: string): Result<Hook> {
  if (!isObject(body)) return refuse('The body must be a JSON object')
  const { name, action, entity, url } = body
  if (typeof name !== 'string' || typeof url !== 'string') return refuse("Fields 'name' and 'url' are mandatory")
  if (typeof action !== 'string' || !ACTIONS.has(action))
    return refuse(`Field 'action' must be one of ${[...ACTIONS].join(', ')}`)
  if (typeof entity !== 'string' || !ENTITIES.has(entity))
    return refuse(`Field 'entity' must be one of ${[...ENTITIES].join(', ')}`)
  return done({
    id,
    name,
    url,
    action,
    entity,
    version: 4,
    secret_key: `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`,
    deleted: false,
    user_created: user,
    user_updated: null,
    user_deleted: null,
    date_created: at,
    date_updated: null,
    date_deleted: null,
  })
}
