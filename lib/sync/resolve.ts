import type { Connector, Field } from '../model/connector'
import type { Join, Pair, ResolvedRule, Rule, Rules } from '../model/rule'
import type { EntitySettings, Settings } from '../model/settings'
import { entities, lanes, laneTo, otherSide, sides, type Entity, type Lane, type Side, type Verb } from '../model/words'
import { parentOf } from './flatten'

type Vendors = Readonly<Record<'crm' | 'books', Pick<Connector, 'entities'>>>

/** The pair's rules as the administrator narrowed them: verbs, entities and fields may go, none may be added. */
export function resolve(pair: Pair, settings: Settings, version: number, vendors: Vendors): Rules {
  const byEntity: Partial<Record<Entity, ResolvedRule>> = {}
  for (const entity of entities) {
    const rule = pair.entities[entity]
    const chosen = settings.entities[entity]
    if (rule && chosen?.on) byEntity[entity] = resolveRule(entity, rule, chosen, settings, vendors)
  }
  return { version, byEntity }
}

function resolveRule(
  entity: Entity,
  rule: Rule,
  chosen: EntitySettings,
  settings: Settings,
  vendors: Vendors,
): ResolvedRule {
  const { identify, lockedIn = null, becomes = {}, needs = null, only = {} } = rule
  const off = switchedOff(rule, settings)
  const without = (lane: Lane): readonly Verb[] =>
    narrowed(entity, rule, lane, chosen, vendors).filter((verb) => !off[lane].includes(verb))
  return {
    ...{ entity, identify, lockedIn, becomes, needs, only },
    toCrm: without('toCrm'),
    toBooks: without('toBooks'),
    wins: chosen.wins ?? rule.wins ?? 'books',
    filter: chosen.filter ?? [],
    joins: [...chosenJoins(chosen, rule), ...ruleJoinsOf(entity, rule, vendors)],
    maxLength: chosen.maxLength,
    switchedOff: off,
  }
}

/** What the pair allows, the administrator kept, the origin can show and the target can do. */
function narrowed(entity: Entity, rule: Rule, lane: Lane, chosen: EntitySettings, vendors: Vendors): readonly Verb[] {
  const target = vendors[lane === 'toCrm' ? 'crm' : 'books'].entities[entity]
  const origin = vendors[lane === 'toCrm' ? 'books' : 'crm'].entities[entity]
  if (!target || !origin) return []
  const kept = chosen[lane] ?? rule[lane]
  const shown = (verb: Verb): boolean => verb !== 'remove' || origin.removals !== 'hidden'
  return rule[lane].filter((verb) => target.write.includes(verb) && kept.includes(verb) && shown(verb))
}

function switchedOff(rule: Rule, settings: Settings): Record<Lane, readonly Verb[]> {
  const off = Object.entries(rule.switches ?? {}).filter(
    ([name, { default: usual }]) => !(settings.switches[name] ?? usual === 'on'),
  )
  const drops = (lane: Lane): readonly Verb[] => off.flatMap(([, { drops }]) => drops[lane] ?? [])
  return { toCrm: drops('toCrm'), toBooks: drops('toBooks') }
}

/** Fields that the rule itself sets: its own list, the lock, the label of a conversion, the parent. */
export function ruleJoinsOf(entity: Entity, rule: Rule, vendors: Vendors): readonly Join[] {
  const own = (rule.fields ?? []).map((field): Join => {
    const sides = { [field.in]: field.set, [otherSide(field.in)]: field.from }
    const { set: _set, in: _in, from: _from, ...rest } = field
    return { crm: sides.crm ?? null, books: sides.books ?? null, lane: laneTo(field.in), ...rest }
  })
  return [
    ...own,
    ...lockJoin(entity, rule, vendors),
    ...labelJoin(entity, rule),
    ...parentJoin(rule),
    ...lineJoin(rule),
  ]
}

function lockJoin(entity: Entity, rule: Rule, vendors: Vendors): readonly Join[] {
  const side = rule.lockedIn
  if (!side || !vendors[side].entities[entity]?.lock) return []
  return [{ crm: null, books: null, [side]: 'locked', constant: true, lane: laneTo(side) }]
}

/** Customer and prospect share a table: which of them a record is travels only from the side that may convert. */
function labelJoin(entity: Entity, rule: Rule): readonly Join[] {
  return entity === 'customer' || rule.becomes ? [{ crm: 'entity', books: 'entity', lane: 'toCrm' }] : []
}

function parentJoin(rule: Rule): readonly Join[] {
  return rule.needs ? [{ crm: `parent:${rule.needs}`, books: `parent:${rule.needs}` }] : []
}

const lineJoin = (rule: Rule): readonly Join[] => (rule.lines ? [{ crm: 'lines', books: 'lines' }] : [])

/** The administrator's field map, without fields that the rule sets itself, and with one origin for each field. */
function chosenJoins(chosen: EntitySettings, rule: Rule): readonly Join[] {
  const taken = new Set<string>()
  return chosen.joins.map(tidy).filter((join) => {
    const written = sides.flatMap((side) => {
      const key = join[side]
      return key !== null && (join.lane ?? laneTo(side)) === laneTo(side) ? [{ key, side }] : []
    })
    if (written.some(({ key, side }) => isRuled(rule, side, key) || taken.has(`${side}:${key}`))) return false
    for (const { key, side } of written) taken.add(`${side}:${key}`)
    return true
  })
}

function isRuled(rule: Rule, side: Side, key: string): boolean {
  const set = rule.fields?.some((field) => field.in === side && field.set === key) ?? false
  return set || reserved.includes(key) || key === 'lines' || parentOf(key) !== null
}

/** zod gives `undefined` for what is absent; the core wants it absent. */
function tidy({ crm, books, constant, as, lane, on, when, values }: EntitySettings['joins'][number]): Join {
  return {
    crm,
    books,
    ...(constant === undefined ? {} : { constant }),
    ...(as ? { as } : {}),
    ...(lane ? { lane } : {}),
    ...(on ? { on } : {}),
    ...(when ? { when } : {}),
    ...(values ? { values } : {}),
  }
}

/** The field map to begin with: fields both sides call alike, each only in the lane in which it can be written. */
export function proposeJoins(crm: readonly Field[], books: readonly Field[], rule: Rule): readonly Join[] {
  const ruled = new Set((rule.fields ?? []).flatMap((field) => [field.set]))
  return crm.flatMap((field): Join[] => {
    const twin = books.find(({ key }) => key === field.key)
    if (!twin || ruled.has(field.key) || field.type !== twin.type || reserved.includes(field.key)) return []
    const open = lanes.filter((lane) => !(lane === 'toCrm' ? field : twin).readOnly)
    const [only, second] = open
    if (!only) return []
    return [{ crm: field.key, books: twin.key, ...(second ? {} : { lane: only }) }]
  })
}

/** Set by rules, never by the field map. */
const reserved: readonly string[] = ['locked', 'status', 'entity', 'syncState']
