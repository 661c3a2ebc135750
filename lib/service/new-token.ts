import { randomBytes } from 'node:crypto'

/** Opaque and hard to guess; all that it opens is the way out. */
export const newToken = (): string => randomBytes(24).toString('base64url')
