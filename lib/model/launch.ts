import type { Send } from './connector'
import type { Locale } from './words'

/** Why a launch is refused; never says more than this to the outside. */
export const refusals = {
  launch_malformed: 400,
  /** Not asked for by our own page, where only that may ask. */
  launch_foreign: 403,
  launch_signature: 401,
  launch_expired: 401,
  launch_replayed: 401,
  launch_tenant_unknown: 403,
  launch_suspended: 403,
  launch_too_many: 429,
} as const
export type Refusal = keyof typeof refusals

/** Who stands at our door, for which CRM organisation; whichever CRM it is, nothing behind this knows. */
export interface VerifiedLaunch {
  readonly crm: string
  /** Named so that one host can never speak for another's organisation. */
  readonly crmTenant: string
  /** What people call the organisation, where the CRM says. */
  readonly tenantName: string | null
  readonly user: string
  readonly name: string
  readonly email: string | null
  /** Only what the CRM vouches for makes an administrator. */
  readonly role: 'admin' | 'viewer'
  readonly locale: Locale
  /** Who may frame us from now on, exactly. */
  readonly origin: string
  /** The same for the same proof shown twice. */
  readonly proof: string
  /** By presence: the CRM's own page that frames us, which hands on what its question `concord` holds as `path`. */
  readonly tab?: string
  /** By presence: which of our pages was asked for there: what follows the installation in our addresses. */
  readonly path?: string
  /** By presence: the one installation whose page was opened; nobody of another one comes in there. */
  readonly install?: string
}
export type Verdict =
  { readonly ok: true; readonly launch: VerifiedLaunch } | { readonly ok: false; readonly refusal: Refusal }

export const refused = (refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } => ({ ok: false, refusal })

/** A CRM's call at our door, as it came: signatures are over the very text. Header names in lower case. */
export interface LaunchCall {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a proof is held against. */
export interface LaunchTrust {
  readonly now: number
  /** What we share with this CRM's marketplace, the newest first. */
  readonly secrets: readonly string[]
  /** What we share with one installation, where its CRM keeps a secret for each. */
  readonly secretOf: (crmTenant: string) => Promise<string | null>
  readonly send: Send
  /** Where the CRM lives, where the environment says so. */
  readonly baseUrl: string | null
  /** Further origins whose pages may frame us, where the environment says so. */
  readonly frames: readonly string[]
}

/** A CRM whose frame hands out a user's bearer by messages: a page of ours asks for it there. */
export interface Bridge {
  /** Whose pages may frame ours: exact origins, or `https://*.` and a host of the vendor's own. */
  readonly frames: readonly string[]
  /** Where people open the CRM. */
  readonly home: string
}

/** The CRM says that an organisation installed us, or left. */
export type Lifecycle =
  | { readonly ok: false; readonly refusal: Refusal }
  | {
      readonly ok: true
      readonly event: 'install' | 'uninstall'
      readonly crm: string
      readonly crmTenant: string
      readonly tenantName: string | null
      readonly origin: string
      readonly locale: Locale
      readonly proof: string
    }

/** How one CRM proves who opens us. Size, algorithm, signature, time and origin are checked in this order, all failing closed. */
export interface LaunchDoor {
  verify(call: LaunchCall, trust: LaunchTrust): Promise<Verdict>
  /** By presence: what people call the CRM, where no connector says so. */
  readonly name?: string
  /** By presence: only our own page in its frame launches. */
  readonly bridge?: Bridge
  /** By presence: its marketplace calls us when an organisation installs or leaves. */
  lifecycle?(call: LaunchCall, trust: LaunchTrust): Promise<Lifecycle>
}

/** Why the page in a CRM's frame lets nobody in: there is no frame, it is not the CRM's, it says nothing, or we refuse. */
export const closures = ['outside', 'foreign', 'silent', 'refused', 'another', 'removed', 'tooMany', 'failed'] as const
export type Closure = (typeof closures)[number]
