import type { Choice } from './choice'
import type { Problem } from './problem'
import type { Entity, Side, Verb } from './words'
import type { Fields, Flat, Line, Parents, Snapshot } from './record'

/** What a vendor can do with one entity. The conformance suite reads this and nothing else. */
export interface Capability {
  readonly read: 'changes' | 'full'
  /** hidden: cannot be known, so no rule may promise to carry them. */
  readonly removals: 'listed' | 'by-absence' | 'hidden'
  readonly write: readonly Verb[]
  readonly precondition: 'version' | 'none'
  readonly idempotency: 'key' | 'upsert' | 'search' | 'none'
  /** Then `locked` is one of its fields: transform sets it, disconnect clears it. */
  readonly lock: boolean
  readonly page?: number
  readonly batch?: number
  /** Calls beside the one that sends a batch: a job is looked at until it is done, and what it made is looked up. */
  readonly beside?: Readonly<Record<'create' | 'update', number>>
  /** Where a record of that parent holds no second one of these: a create is refused where there is one. */
  readonly onePer?: Entity
  /** Fields that hold only the hash of a picture or document; their bytes travel in `Content.files`. */
  readonly files?: readonly string[]
}

/** A field as the vendor's live schema describes it, in our keys. */
export interface Field {
  readonly key: string
  readonly label: string
  readonly type: 'text' | 'number' | 'money' | 'boolean' | 'date' | 'instant' | 'list' | 'person' | 'hash'
  readonly mandatory: boolean
  readonly readOnly: boolean
  readonly maxLength?: number
  /** Picklist: the vendor's value and its label. */
  readonly values?: readonly { readonly value: string; readonly label: string }[]
}

export interface Company {
  readonly id: string
  readonly name: string
  readonly currency: string | null
  readonly detail: string | null
  /** What stays the same as long as it is the same company, whatever it is called or how it is reached. */
  readonly identity: string
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly active: boolean
  readonly administrator: boolean
  /** Branch or team the vendor wants on records that this person owns. */
  readonly branch: string | null
}

/** Opaque outside its connector. */
export type Cursor = string

export interface Page {
  readonly snapshots: readonly Snapshot[]
  /** Where the next call goes on: inside the stream while `more`, else where the next poll starts. */
  readonly next: Cursor
  readonly more: boolean
  /** The vendor's clock when it answered, milliseconds UTC. */
  readonly readAt: number
  /** The place asked for is forgotten there: this page begins a complete listing, which tells nothing of past removals. */
  readonly restarted?: true
}

export interface Content {
  readonly fields: Fields
  readonly parents: Parents
  readonly lines?: readonly Line[]
  /** Bytes by field key, for fields that hold only a hash (base64, so that the exact request can be stored). */
  readonly files?: Readonly<Record<string, string>>
}

export type Write =
  | (Content & {
      readonly do: 'create'
      readonly entity: Entity
      readonly marker: string
      readonly idempotencyKey: string
    })
  | (Content & {
      readonly do: 'update'
      readonly entity: Entity
      readonly id: string
      readonly ifMatch: string | null
      readonly idempotencyKey: string
    })
  | {
      readonly do: 'remove'
      readonly entity: Entity
      readonly id: string
      readonly ifMatch: string | null
      readonly idempotencyKey: string
    }

/** What the vendor's own answer shows of the record, if it does. */
export interface Receipt {
  readonly id: string
  readonly version: string | null
  readonly shown: Snapshot | null
}

/** One per write, in the order asked; a batch may half succeed. */
export type Outcome =
  { readonly ok: true; readonly receipt: Receipt } | { readonly ok: false; readonly problem: Problem }

/** Seven methods, all required; the optional ones are there or not. All throw `ConnectorError`, `write` answers per record. */
export interface Session {
  companies(): Promise<readonly Company[]>
  people(): Promise<readonly Person[]>
  fields(entity: Entity): Promise<readonly Field[]>
  /** One feed of the manifest's `feeds` (entities that share one change feed), from the cursor or from nothing. */
  changes(entities: readonly Entity[], since: Cursor | null): Promise<Page>
  read(entity: Entity, ids: readonly string[]): Promise<readonly Snapshot[]>
  /** Records that bear this marker; how a create with a lost answer is found again. */
  find(entity: Entity, marker: string): Promise<readonly Snapshot[]>
  write(entity: Entity, writes: readonly Write[]): Promise<readonly Outcome[]>
  /** By presence: bytes (base64) of a picture or PDF whose field holds only a hash. */
  file?(entity: Entity, id: string, field: string): Promise<string | null>
  /** By presence: creates what our writes need in the vendor (extra fields). Safe to repeat. */
  prepare?(): Promise<void>
  /** By presence: the choices this vendor needs from the administrator, with their values (status lists and the like). */
  choices?(): Promise<readonly Choice[]>
  /** By presence: asks the vendor to call `url` when records change; what it must be told to stop. Safe to repeat. */
  subscribe?(url: string): Promise<readonly string[]>
  /** Answers a vendor that first wants its secret back (`Received` of kind confirm). */
  confirm?(id: string, secret: string): Promise<void>
  unsubscribe?(ids: readonly string[]): Promise<void>
}

/** A vendor's call to us, as it came: signatures are over the very bytes. Header names in lower case. */
export interface WebhookCall {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What a webhook makes us look at; `company` as in `Company.id`, null where the vendor does not say. */
export interface Hint {
  readonly company: string | null
  readonly entity: Entity
  readonly id: string
}

export type Received =
  | { readonly kind: 'rejected' }
  /** `key`: the same for the same call delivered twice. */
  | { readonly kind: 'hints'; readonly hints: readonly Hint[]; readonly key: string }
  /** The vendor wants to know whether we are there and hands out the secret it will sign with. */
  | { readonly kind: 'confirm'; readonly id: string; readonly secret: string }

/** What the administrator types in. `secret` answers are sealed and never shown again; a `label` is one part of a host name. */
export interface AskedKey {
  readonly key: string
  readonly secret: boolean
  readonly kind: 'text' | 'address' | 'label'
}

/** The vendor has no OAuth: its keys are typed in. */
export interface KeyAuth {
  readonly kind: 'keys'
  readonly asked: readonly AskedKey[]
}

/**
 * OAuth 2 with an authorisation code (RFC 6749). In the three addresses `{key}` stands for an asked label. The connector
 * never sees a token: whoever opens its session hands in a `send` that signs every call.
 */
export interface OAuth {
  readonly kind: 'oauth'
  /** Needed before the consent page can be found (a customer's own host); empty for most vendors. */
  readonly asked: readonly AskedKey[]
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly revokeUrl: string | null
  /** How our client proves itself where tokens are handed out: HTTP Basic with a form, or id and secret in the body. */
  readonly client: 'basic-form' | 'body-form' | 'body-json'
  readonly pkce: boolean
  /** Scopes always needed, and those for reading and writing an entity; only those of chosen lanes are asked for. */
  readonly scopes: {
    readonly always: readonly string[]
    readonly read: Readonly<Partial<Record<Entity, readonly string[]>>>
    readonly write: Readonly<Partial<Record<Entity, readonly string[]>>>
  }
  /** Whether a refresh may answer another refresh token, and for how many seconds the old one then still works. */
  readonly rotates: boolean
  readonly graceSeconds: number
  /** Seconds a refresh token lives unused; null: without end. */
  readonly idleSeconds: number | null
  /** Names in the callback's query or the token answer that are kept with the grant (a company's id, an own address). */
  readonly keeps: readonly string[]
}

export type Auth = KeyAuth | OAuth

/** Access to a grant's tokens: whoever keeps them refreshes early, once for everybody. */
export interface Tokens {
  /** A token good for the next call. Throws `ConnectorError` signed-out where only a new consent helps. */
  access(): Promise<string>
  /** The one that replaces `stale`, which the vendor has just refused. */
  renewed(stale: string): Promise<string>
}

/** The tenant's authorised grant, opened: secrets in clear for the time of a session. */
export interface Grant {
  readonly baseUrl: string
  readonly secrets: Readonly<Record<string, string>>
  /** The chosen company, where the vendor has several behind one grant. */
  readonly company: string | null
  /** Answers to the vendor's choices, e.g. `{ client: ['2'], prospect: ['1'] }`. */
  readonly chosen: Readonly<Record<string, readonly string[]>>
  /** What the vendor told beside the tokens at consent (`OAuth.keeps`); absent where keys are typed in. */
  readonly consent?: Readonly<Record<string, string>>
}

export interface SendRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** How the call counts for pacing: writes may have fewer places at once. Session opening and schema reads are counted apart. */
  readonly as?: 'read' | 'write' | 'session'
}

export interface SendAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Our clock before the request left, and how long it took (ms); the vendor's clock is in its `date` header. */
  readonly sentAt: number
  readonly took: number
}

/** Paces, times out and redacts. Throws `ConnectorError` only for unreachable; every HTTP status comes back as an answer. */
export interface Send {
  (request: SendRequest): Promise<SendAnswer>
  readonly now: () => number
  /** For a vendor's own job that must be waited for, on the same clock; never a retry. */
  readonly sleep: (ms: number) => Promise<void>
}

/** So many calls in any window of so many seconds; `from` midnight UTC where the window does not move with the clock. */
export interface Rate {
  readonly calls: number
  readonly seconds: number
  /** Counts only these. */
  readonly of?: 'write'
  readonly from?: 'midnight'
}

export interface Limits {
  /** Counted in the store, shared by every server, and so are calls at once; windows of an hour and more are a budget. */
  readonly rates: readonly Rate[]
  readonly atOnce: number
  /** Kept by each server: only a run writes, and it is alone at its company. */
  readonly writersAtOnce?: number
  readonly page: number
  readonly batch: number
  /** Headers in which the vendor tells how many calls its window of so many seconds has left, whoever made the others. */
  readonly left?: readonly { readonly seconds: number; readonly header: string }[]
}

export interface Connector {
  readonly id: string
  readonly name: string
  readonly side: Side
  readonly auth: Auth
  /** Where the vendor lives, unless the grant or the environment says otherwise; null where every customer has an own address. */
  readonly baseUrl: string | null
  readonly entities: Readonly<Partial<Record<Entity, Capability>>>
  /** Entities that share one change feed stand together; in dependency order. */
  readonly feeds: readonly (readonly Entity[])[]
  readonly limits: Limits
  /** By presence: this vendor leaves out what is empty, so that a key missing in its answers says null. */
  readonly absentIsEmpty?: true
  /** By presence: the rates of this very grant, where the customer's plan decides. */
  rates?(grant: Grant): Limits['rates']
  /** Seconds until a record just written is sure to be found by `find` (search index, visibility). */
  readonly visibleAfter: number
  /** Seconds an idempotency key is remembered by the vendor; 0 where it has none. */
  readonly keyLife: number
  /** The form in which this vendor will show what we write (whole units, cut text, an unnamed first name); pure and idempotent. */
  normal(entity: Entity, flat: Flat): Flat
  open(grant: Grant, send: Send): Session
  /** By presence: webhooks of this vendor. `keys`: those in force, the newest first; compared in constant time. Never throws. */
  receive?(call: WebhookCall, keys: readonly string[]): Received
}
