import { BlockList, isIP } from 'node:net'

/** Why an address may not be called, in a word for the page. */
export type Hostile = 'not-an-address' | 'not-https' | 'has-credentials' | 'not-public'

const blocked = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  blocked.addSubnet(network, prefix, 'ipv4')
}

const publicV6 = new BlockList()
publicV6.addSubnet('2000::', 3, 'ipv6')
const wrappedV6 = new BlockList()
// Tunnels and documentation inside 2000::/3 that can carry a private IPv4 address.
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  wrappedV6.addSubnet(network, prefix, 'ipv6')
}

/** Anything but a public unicast address; mapped IPv4 counts as not public. */
export function isPrivateIp(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return blocked.check(address, 'ipv4')
  if (family === 6) return !publicV6.check(address, 'ipv6') || wrappedV6.check(address, 'ipv6')
  return true
}

/** What can be told without asking DNS; `publicFetch` looks at the resolved address again when it connects. */
export function hostile(address: string): Hostile | null {
  if (!URL.canParse(address)) return 'not-an-address'
  const url = new URL(address)
  if (url.protocol !== 'https:') return 'not-https'
  if (url.username !== '' || url.password !== '') return 'has-credentials'
  const host = url.hostname.replace(/\.$/, '').replace(/^\[|\]$/g, '')
  if (isIP(host)) return isPrivateIp(host) ? 'not-public' : null
  return !host.includes('.') || INTERNAL.test(host) ? 'not-public' : null
}

const INTERNAL = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain)$/i

/** What an administrator typed, as a base address without a trailing slash. */
export function readAddress(
  typed: string,
  allowPrivate: 'allow-private' | 'public-only',
): { readonly ok: true; readonly address: string } | { readonly ok: false; readonly because: Hostile } {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`
  if (!URL.canParse(whole)) return { ok: false, because: 'not-an-address' }
  const url = new URL(whole)
  const because = hostile(whole)
  const simulated = allowPrivate === 'allow-private' && (because === 'not-public' || because === 'not-https')
  if (because !== null && !(simulated && /^https?:$/.test(url.protocol))) return { ok: false, because }
  return { ok: true, address: url.origin + url.pathname.replace(/\/+$/, '') }
}
