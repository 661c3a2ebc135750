import { expect } from 'vitest'
import { MAIN } from '../../sandbox/sage-50-fr'
import { chooseCompany } from '@/lib/service/choose-company'
import { connect } from '@/lib/service/connect'
import type { Done } from '@/lib/service/fault'
import { preview } from '@/lib/service/preview'
import { saveChoices } from '@/lib/service/save-choices'
import { setup } from '@/lib/service/setup'
import { start } from '@/lib/service/start'
import type { Corridor } from '../kit/corridor'

/** The value of a verb that must have worked. */
export async function worked<T>(answer: Promise<Done<T>>): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(`Refused: ${JSON.stringify(given.fault)}`)
  return given.value
}

/** Why a verb refused. */
export async function refusal(answer: Promise<Done<unknown>>) {
  const given = await answer
  expect(given.ok).toBe(false)
  return given.ok ? null : given.fault
}

export const connectCrm = (house: Corridor, answers: Record<string, string> = house.answers.crm) =>
  connect(house.desk, { side: 'crm', vendor: 'sage-sales', answers })

export const connectBooks = (house: Corridor, answers: Record<string, string> = house.answers.books) =>
  connect(house.desk, { side: 'books', vendor: 'sage-50-fr', answers })

/** The wizard up to the dossier. */
export async function connectAll(house: Corridor): Promise<void> {
  await worked(connectCrm(house))
  await worked(connectBooks(house))
  await worked(chooseCompany(house.desk, { company: MAIN }))
}

/** What the choices page would send when everything proposed is accepted. */
export async function proposedChoices(house: Corridor) {
  const { choices, people } = await setup(house.desk)
  return {
    chosen: Object.fromEntries(choices.map(({ key, proposed }) => [key, [...proposed]])),
    administrator: people.find((person) => person.administrator)?.id ?? null,
    switches: {},
    entities: {},
  }
}

export async function answerAll(house: Corridor): Promise<void> {
  await connectAll(house)
  await worked(saveChoices(house.desk, await proposedChoices(house)))
}

/** A dry run, carried out. */
export async function planned(house: Corridor): Promise<string> {
  const { run } = await worked(preview(house.desk, {}))
  await house.carryOut()
  return run
}

/** The whole journey: set up, planned, started, first run done. */
export async function started(house: Corridor): Promise<string> {
  await answerAll(house)
  const run = await planned(house)
  await worked(start(house.desk, { plan: run }))
  await house.carryOut()
  return run
}
