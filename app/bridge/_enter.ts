import { isFrameOf } from '@/lib/model/frame-source'
import type { Bridge, Closure, Refusal } from '@/lib/model/launch'
import { locales } from '@/lib/model/words'
import type { Locale } from '@/lib/model/words'
import { factsIn, hostAt, type Frame, type Host, type Reply } from './_host'

export type Entrance =
  | { readonly kind: 'open'; readonly location: string }
  | { readonly kind: 'closed'; readonly why: Closure; readonly locale: Locale }

/** The window of our page, as far as it says who is around it. */
export interface Inside extends Frame {
  readonly name: string
  readonly location: { readonly ancestorOrigins?: ArrayLike<string> }
  readonly document: { readonly referrer: string }
}

/** Hands a bearer to our own server, which asks the CRM whose it is. */
export type Post = (token: string, origin: string) => Promise<Posted>
export type Posted = { readonly location: string } | { readonly refusal: Refusal | null }

/** From whoever is around us to our page: `locale` is the browser's, until the CRM says in which language it is read. */
export async function enterThrough(inside: Inside, page: Bridge, post: Post, locale: Locale): Promise<Entrance> {
  const closed = (why: Closure, spoken = locale): Entrance => ({ kind: 'closed', why, locale: spoken })
  if (Object.is(inside.parent, inside)) return closed('outside')
  const origin = aroundOf(inside, page)
  if (!isFrameOf(origin, page.frames)) return closed('foreign')
  const host = hostAt(inside, origin)
  // `version` is the first number of the vendor's own bridge; the name of the window is what the CRM calls this page.
  const version = '0'
  const context = host.ask('getContext', { version })
  const given = await bearerFrom(host, { version, guid: inside.name }, (token) => post(token, origin))
  return typeof given === 'string' ? closed(given, spokenIn(await context) ?? locale) : { kind: 'open', ...given }
}

/**
 * The exact origin around us. A browser that tells neither who frames nor who led here is taken to be where the page is
 * at home: what is said to that origin reaches nobody else.
 */
function aroundOf({ location, document }: Inside, { frames, home }: Bridge): string {
  const [only = home, ...others] = frames
  const usual = others.length === 0 ? only : home
  const referrer = URL.canParse(document.referrer) ? new URL(document.referrer).origin : usual
  return location.ancestorOrigins?.[0] ?? referrer
}

const late: ReadonlySet<Refusal | null> = new Set<Refusal>(['launch_expired', 'launch_replayed'])

/** What the CRM holds first; once it is over, or where it holds none, a new one, and no more than one. */
async function bearerFrom(
  host: Host,
  asked: Readonly<Record<string, string>>,
  post: (token: string) => Promise<Posted>,
): Promise<{ readonly location: string } | Closure> {
  const held = await host.ask('getToken', asked)
  if (!held.ok && held.why === 'silent') return 'silent'
  const posted = await spend(held, post)
  if (posted !== null && !('refusal' in posted && late.has(posted.refusal))) return endOf(posted)
  const fresh = await host.ask('getNewToken', asked)
  if (!fresh.ok) return fresh.why
  const again = await spend(fresh, post)
  return again === null ? 'refused' : endOf(again)
}

const spend = async (reply: Reply, post: (token: string) => Promise<Posted>): Promise<Posted | null> =>
  reply.ok && typeof reply.data === 'string' && reply.data !== '' ? post(reply.data) : null

const endOf = (posted: Posted): { readonly location: string } | Closure =>
  'location' in posted ? posted : posted.refusal === null ? 'failed' : closureOf[posted.refusal]

const closureOf: Readonly<Record<Refusal, Closure>> = {
  launch_malformed: 'failed',
  launch_foreign: 'failed',
  launch_signature: 'refused',
  launch_expired: 'refused',
  launch_replayed: 'refused',
  launch_tenant_unknown: 'another',
  launch_suspended: 'removed',
  launch_too_many: 'tooMany',
}

/** `langISOInterface` of the user, as the CRM's context names it: a language, or a language and a country. */
function spokenIn(context: Reply): Locale | undefined {
  const tag = context.ok ? factsIn(factsIn(context.data)?.['userData'])?.['langISOInterface'] : undefined
  return typeof tag === 'string' ? locales.find((locale) => tag.toLowerCase().startsWith(locale)) : undefined
}
