import { alert } from './alert'
import { digest } from './digest'
import { keep } from './keep'
import { leave } from './leave'
import { letter } from './letter'
import { run } from './run'
import { sweep } from './sweep'
import { tick } from './tick'
import { verify } from './verify'

export { inngest } from './client'

/** Every job of the house; the route serves them, the embedded executor or an Inngest server runs them. */
export const functions = [tick, run, verify, keep, alert, digest, letter, leave, sweep] as const
