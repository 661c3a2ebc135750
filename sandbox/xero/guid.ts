import { createHash } from 'node:crypto'

/** The same id for the same thing of a seed, in the form of a random GUID. */
export function guid(kind: string, key: string | number): string {
  const hex = createHash('sha1').update(`${kind}:${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
