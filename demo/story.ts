import { setTimeout as wait } from 'node:timers/promises'
import type { Choice } from '@/lib/model/choice'
import { addCounts } from '@/lib/sync/count'
import type { Account } from '@/lib/sync/reconcile'
import type { StoredRun } from '@/lib/store/runs'
import { letIn } from './let-in'
import type { Place } from './place'
import { took } from './took'

export interface Told {
  readonly run: StoredRun
  readonly seconds: number
  /** What the simulators counted during the run. */
  readonly calls: { readonly crm: number; readonly books: number }
  readonly accounts: readonly Account[]
}

/** The set-up as an administrator would click it, then the first run to its end. */
export async function setUpAndRun(place: Place): Promise<Told> {
  const { desk, say } = place
  const { chooseCompany } = await import('@/lib/service/choose-company')
  const { preview } = await import('@/lib/service/preview')
  const { start } = await import('@/lib/service/start')
  const { setup } = await import('@/lib/service/setup')
  say('Connecting both systems ...')
  await letIn(place, 'crm')
  await letIn(place, 'books')
  const [company] = (await setup(desk)).companies
  took(await chooseCompany(desk, { company: company?.id }))
  await choose(place)
  say('Previewing: nothing is written yet ...')
  const since = desk.now()
  const plan = took(await preview(desk, {}))
  await runEnds(place, 'preview', since)
  say('First run ...')
  return told(place, async () => {
    took(await start(desk, { plan: plan.run }))
    const approved = await runEnds(place, 'approved', since)
    // What the first run made news of, such as codes given by Sage, travels in the run that follows at once.
    return together(approved, await runEnds(place, 'schedule', approved.startedAt))
  })
}

/** What was proposed is taken, else the first answer there is; everything travels, the first administrator owns the rest. */
async function choose({ desk, vendors }: Place): Promise<void> {
  const { setup } = await import('@/lib/service/setup')
  const { saveChoices } = await import('@/lib/service/save-choices')
  const { choices, people, rules } = await setup(desk)
  const administrator = people.find((person) => person.administrator) ?? people[0]
  took(
    await saveChoices(desk, {
      chosen: Object.fromEntries(choices.map((choice) => [choice.key, answerTo(choice, vendors)])),
      administrator: administrator?.id ?? null,
      switches: {},
      entities: Object.fromEntries(rules.map(({ entity }) => [entity, { on: true }])),
    }),
  )
}

function answerTo({ key, proposed, values }: Choice, vendors: Place['vendors']): readonly string[] {
  const own = { ...vendors.crm.chosen, ...vendors.books.chosen }[key]
  if (own !== undefined) return [own]
  return proposed.length > 0 ? proposed : values.slice(0, 1).map(({ value }) => value)
}

export async function runAgain(place: Place): Promise<Told> {
  const { runNow } = await import('@/lib/service/run-now')
  return told(place, async () => {
    const since = place.desk.now()
    took(await runNow(place.desk, {}))
    return runEnds(place, 'asked', since)
  })
}

const together = (first: StoredRun, second: StoredRun): StoredRun => ({
  ...second,
  counts: addCounts(first.counts, second.counts),
})

async function told(place: Place, work: () => Promise<StoredRun>): Promise<Told> {
  const [before, since] = [await place.calls(), Date.now()]
  const run = await work()
  const [seconds, after] = [(Date.now() - since) / 1000, await place.calls()]
  const calls = { crm: after.crm - before.crm, books: after.books - before.books }
  return { run, seconds, calls, accounts: await accountsOf(place, run) }
}

/** The run of this kind that was asked for, once it is over. */
async function runEnds({ desk }: Place, trigger: StoredRun['trigger'], since: number): Promise<StoredRun> {
  const { overview } = await import('@/lib/service/overview')
  const { inTenant } = await import('@/lib/store/db')
  const { lastRuns } = await import('@/lib/store/runs')
  for (;;) {
    const { integration } = (await overview(desk)).head
    const recent = integration === null ? [] : await inTenant(desk, (tx) => lastRuns(tx, desk, integration, 10))
    const found = recent.find((run) => run.trigger === trigger && run.startedAt >= since && run.phase === 'closed')
    if (found) return found
    await wait(500)
  }
}

/** Complete listings of both sides against our memory: the proof that nothing was skipped. */
async function accountsOf({ desk }: Place, { integration, id }: StoredRun): Promise<readonly Account[]> {
  const { load } = await import('@/lib/engine/workshop')
  const { verify } = await import('@/lib/engine/verify')
  const { engineAt } = await import('@/lib/service/desk')
  return verify(await load(engineAt(desk), { integration, run: id, token: 0 }))
}
