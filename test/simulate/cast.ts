import type { Simulator } from '../../sandbox/kit/simulator'
import type { Connector } from '@/lib/model/connector'
import type { Link } from '@/lib/model/record'
import type { Side } from '@/lib/model/words'
import type { Way } from '@/lib/engine/engine-of'
import type { Desk } from '@/lib/service/desk'
import type { Deed, Kind } from './act'
import type { Found, Violation } from './check'
import type { Twin } from './fields'
import type { Row, Typed } from './people'
import type { World } from './world'

/** Names of the two systems in one history. */
export type Hosts = Readonly<Record<Side, string>>

/** The two systems of a world, what people can do in them, and what of the promises is their pair's own. */
export interface Cast {
  readonly connectors: Readonly<Record<Side, Connector>>
  readonly simulators: Readonly<Record<Side, Simulator>>
  readonly clientOf?: (hosts: Hosts) => NonNullable<Way['clientOf']>
  readonly unpaced?: true
  /** The same people and the same CRM with the books of another company. */
  readonly sibling?: Cast
  readonly kinds: readonly Kind[]
  readonly fields: Readonly<Record<Kind, readonly Twin[]>>
  /** The switch that Ana turns. */
  readonly creates: string
  /** Milliseconds between two fair passes: by then every listing that must be complete is due again. */
  readonly fairGap: number
  /** What people must do so that everything works again. */
  readonly mended: readonly Deed[]
  readonly promises: Promises
  /** Both sides connected, rules in force; the integration. */
  setUp(desk: Desk, hosts: Hosts): Promise<string>
  /** What people typed, oldest first. */
  typed(): readonly Typed[]
  /** What people see there now. */
  rows(side: Side, kind: Kind): readonly Row[]
  /** Of the CRM also what is removed. */
  everyRow(kind: Kind): readonly Row[]
  isWrite(method: string, path: string): boolean
  /** Whether the call before the next one to a side has shown what will be written there, and an edit now would be seen by nobody. */
  unguarded(before: boolean, side: Side, method: string, path: string): boolean
  /** When what was read by id has been acted upon: with the write, or only when that is recorded. */
  readonly guardEnds: 'written' | 'recorded'
  /** What a person does there, or the weather; false where it is impossible. */
  carryOut(world: World, deed: Deed): Promise<boolean>
  /** Nothing is late any more. */
  calm(): void
}

/** Promises that look different in every pair. */
export interface Promises {
  isOurs(side: Side, kind: Kind, row: Row): boolean
  /** The link that a record of ours says it is. */
  markOf(side: Side, kind: Kind, row: Row): unknown
  noTwins(found: Found): Violation | null
  nothingOfTheirs(found: Found): Violation | null
  /** Why a record whose other half is gone must not stay; null where it may. */
  left(found: Found, side: Side, kind: Kind, link: Link): string | null
  /** Why a record must not stand alone; null where it may. */
  alone(found: Found, side: Side, kind: Kind, row: Row, link: Link): string | null
  moneyAddsUp(found: Found): Violation | null
  differing(found: Found, kind: Kind, books: Row): Violation | null
  /** Whether what somebody typed may have lost to somebody or to a lock. */
  mayLose(found: Found, typed: Typed): boolean
  /** Whether two typed values, or one and one we wrote, are about the same field of one thing. */
  isSameField(typed: Pick<Typed, 'kind' | 'field'>, kind: Kind, key: string): boolean
  /** Whether a side keeps one value for this field and for another kind's. */
  isShared(side: Side, kind: Kind, key: string): boolean
  orphaned(found: Found): Violation | null
}
