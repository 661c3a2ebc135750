import type { Clock } from './clock'
import { faults } from './faults'
import type { Faults } from './faults'
import { sideChannel } from './side-channel'
import type { Answer, Handle, Request } from './server'

/** One call to the vendor. Status 0: the caller never got an answer. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly status: number
  readonly at: number
}

/** Synchronous verbs beside the vendor's API: what a person does in the vendor's own pages, and knobs for tests. */
export type Admin = object

export interface Simulator<A extends Admin = Admin> {
  readonly handle: Handle
  calls(): readonly Call[]
  forgetCalls(): void
  readonly faults: Faults
  readonly admin: A
}

/** Wraps a vendor's answers with faults, the list of calls and the side channel. */
export function simulator<A extends Admin>(parts: {
  readonly clock: Clock
  readonly answer: (request: Request) => Answer | Promise<Answer>
  readonly admin: A
}): Simulator<A> {
  const { clock, admin } = parts
  let seen: Call[] = []
  const struck = faults(clock)
  const answer = struck.around(async (request) => parts.answer(request))
  const base = {
    calls: () => seen,
    forgetCalls: () => {
      seen = []
    },
    faults: struck,
    admin,
  }
  const aside = sideChannel(base)
  return {
    ...base,
    async handle(request) {
      if (request.path.startsWith('/_admin/')) return aside(request)
      const at = clock.now()
      const given = await answer(request)
      const status = given.cut === 'before-headers' ? 0 : given.status
      seen.push({ method: request.method, path: request.path, query: request.query.toString(), status, at })
      return given
    },
  }
}
