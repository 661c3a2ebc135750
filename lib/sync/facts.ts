import type { Attempt } from './double'
import type { Flat, Link } from '../model/record'
import type { Entity, Side, Space } from '../model/words'

/** Where a parent's link stands, seen from a child on one side. */
export interface ParentFact {
  readonly link: string
  readonly entity: Entity
  /** Its id on the other side; null while it does not exist there. */
  readonly otherId: string | null
  /**
   * ready: exists on both sides; planned: its create is in this plan; absent: neither; excluded: its rule leaves it out;
   * removed: on the other side; gone: on the child's own.
   */
  readonly stands: 'ready' | 'planned' | 'absent' | 'excluded' | 'removed' | 'gone'
}

export interface PeopleFacts {
  /** Folded full name, code or e-mail of a books' sales rep -> CRM user id. */
  readonly crmByBooks: Readonly<Record<string, string>>
  /** CRM user id -> full name. */
  readonly nameByCrm: Readonly<Record<string, string>>
  /** Who owns what nobody owns. */
  readonly administrator: string | null
}

/** Another company; `open`: it is waiting to hear what became of a create, and the record may turn out not to be its own. */
export interface Holder {
  readonly company: string
  readonly open: boolean
}

export type Birth = 'ours' | 'open' | { readonly company: string }

/** What the shell looked up so that planning can stay pure. */
export interface Facts {
  parent(entity: Entity, side: Side, id: string): ParentFact | null
  readonly people: PeopleFacts
  normal(side: Side, entity: Entity, flat: Flat): Flat
  /** The whole identity space of that side was listed once and polled without error in this pass. */
  listed(side: Side, space: Space): boolean
  /** Creates that were sent for this link. */
  attempts(link: string): readonly Attempt[]
  /** The company whose integration of the same CRM connection this CRM record belongs to; null: no other one's. */
  elsewhere(space: Space, crmId: string): Holder | null
  /** Whose a record born in the CRM is; `open`: nobody claims it, so it may be met here but is not created here. */
  born(crm: Flat): Birth
  /** Records of the other side that may be the same as this newcomer, and that nobody has told apart from it yet. */
  lookalikes(link: Pick<Link, 'id'>): readonly string[]
  /** A person said that these two are not the same. */
  apart(space: Space, crmId: string, booksId: string): boolean
}
