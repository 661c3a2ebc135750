import { z } from 'zod'

/** Nobody refused anything: what is left of a vendor's calls is kept for people, and work goes on when there are more. */
export const ourShare = 'our-share'

/** What can go wrong with a vendor, grouped by what happens next. */
export const problem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-out') }),
  z.object({ kind: z.literal('forbidden'), scope: z.string().optional() }),
  /** `until`: milliseconds UTC. `detail` where it is not the vendor who refuses: our own share of its calls is used up. */
  z.object({ kind: z.literal('slow-down'), until: z.number(), detail: z.literal(ourShare).optional() }),
  z.object({ kind: z.literal('unreachable'), detail: z.string().optional() }),
  /** `seen`: ids to read first: what moved, or the duplicate that refused a create. */
  z.object({ kind: z.literal('changed-meanwhile'), seen: z.array(z.string()).optional() }),
  z.object({ kind: z.literal('missing') }),
  z.object({ kind: z.literal('rejected'), field: z.string().optional(), detail: z.string() }),
  z.object({ kind: z.literal('surprise'), detail: z.string() }),
])
export type Problem = z.infer<typeof problem>
export type ProblemKind = Problem['kind']

export type Consequence = 'stop-and-ask' | 'wait' | 'plan-again' | 'park-record'

/** One problem, one consequence; nothing else in the house decides what follows from an error. */
export const consequence = {
  'signed-out': 'stop-and-ask',
  forbidden: 'stop-and-ask',
  'slow-down': 'wait',
  unreachable: 'wait',
  'changed-meanwhile': 'plan-again',
  missing: 'plan-again',
  rejected: 'park-record',
  surprise: 'park-record',
} as const satisfies Record<ProblemKind, Consequence>

/** The one error family of the house: a vendor's problem on its way to the engine. Its message never carries a secret. */
export class ConnectorError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.kind}${'detail' in problem && problem.detail ? `: ${problem.detail}` : ''}`)
    this.name = 'ConnectorError'
    this.problem = problem
  }
}
