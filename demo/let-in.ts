import type { Side } from '@/lib/model/words'
import type { Place } from './place'
import { took } from './took'

/** One side lets us in, the way its vendor does: keys are typed in, or somebody says yes on the vendor's own page. */
export async function letIn({ desk, vendors }: Place, side: Side): Promise<void> {
  const { id: vendor, typed, client } = vendors[side]
  if (client !== null) return signIn({ desk, vendors }, side)
  const { connect } = await import('@/lib/service/connect')
  took(await connect(desk, { side, vendor, answers: typed }))
}

/** The window's way through a consent, as a browser would go it. */
async function signIn({ desk, vendors }: Pick<Place, 'desk' | 'vendors'>, side: Side): Promise<void> {
  const { id: vendor, typed } = vendors[side]
  const { beginConsent } = await import('@/lib/service/begin-consent')
  const { openConsent } = await import('@/lib/service/open-consent')
  const { finishConsent } = await import('@/lib/service/finish-consent')
  const { watchConsent } = await import('@/lib/service/watch-consent')
  const at = { db: desk.db, now: desk.now, emit: desk.emit }
  const begun = took(await beginConsent(desk, { side, vendor, answers: typed }))
  const left = await openConsent(begun, undefined, at)
  if (left === null) throw new Error(`The consent of ${vendor} did not open`)
  const query = new URL(await allow(left.location)).searchParams
  await finishConsent({ vendor, query, browser: left.browser }, at)
  const end = took(await watchConsent(desk, { attempt: begun.attempt }))
  if (end.status !== 'done') throw new Error(`The consent of ${vendor} came to ${JSON.stringify(end)}`)
}

/** Somebody reads the vendor's page, takes its first company and presses «Allow»; where that leads back to. */
async function allow(location: string): Promise<string> {
  const page = await fetch(location)
  const [, company = ''] = /name="company" value="([^"]*)" checked/.exec(await page.text()) ?? []
  const body = new URLSearchParams(new URL(location).searchParams)
  body.set('company', company)
  body.set('decision', 'allow')
  const answer = await fetch(location.split('?')[0] ?? location, { method: 'POST', body, redirect: 'manual' })
  const back = answer.headers.get('location')
  if (back === null) throw new Error(`The consent page answered ${answer.status}`)
  return back
}
