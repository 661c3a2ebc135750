import type { Frame, Locator } from '@playwright/test'
import { aside } from '../../sandbox/crm-host/aside'
import type { Facts } from '../../sandbox/crm-host/aside'
import { expect } from './kit'
import { places } from './places'

/** The smaller one of the two companies behind the simulated gateway. */
export const company = { id: 'dossier-2', name: 'Batidis Services SARL' }

export const keys = { publicKey: 'demo-public-key', privateKey: 'demo-private-key', gatewayKey: 'gw-demo-key' }

export const crm = () => aside(places().crm)
export const books = () => aside(places().books)

export async function connectCrm(frame: Frame, privateKey = keys.privateKey): Promise<void> {
  await frame.getByRole('heading', { name: 'Connect Sage Sales Management' }).waitFor()
  await frame.getByLabel('Public key').fill(keys.publicKey)
  await frame.getByLabel('Private key').fill(privateKey)
  await frame.getByRole('button', { name: 'Check and connect' }).click()
}

export async function connectBooks(frame: Frame, address = places().books): Promise<void> {
  await frame.getByRole('heading', { name: 'Connect Sage 50' }).waitFor()
  await frame.getByLabel('Gateway address').fill(address)
  await frame.getByLabel('Gateway key').fill(keys.gatewayKey)
  await frame.getByRole('button', { name: 'Check and connect' }).click()
}

export async function goOn(frame: Frame): Promise<void> {
  await frame.getByRole('heading', { name: 'Tested just now' }).waitFor()
  await frame.getByRole('link', { name: 'Continue' }).click()
}

/** From the first page to a plan that is ready: keys, gateway, company, choices. */
export async function prepare(frame: Frame): Promise<void> {
  await frame.getByRole('link', { name: 'Set up' }).click()
  await connectCrm(frame)
  await goOn(frame)
  await connectBooks(frame)
  await goOn(frame)
  await frame.getByRole('radio', { name: company.name }).click()
  await frame.getByRole('button', { name: 'Use this company' }).click()
  await frame.getByRole('heading', { name: 'How should it work here?' }).waitFor()
  await frame.getByRole('combobox', { name: 'Who owns what nobody owns?' }).click()
  await frame.getByRole('option', { name: /Alice Moreau/ }).click()
  await frame.getByRole('button', { name: 'Save and see what will happen' }).click()
  await frame.getByRole('heading', { name: 'What will happen' }).waitFor()
}

export const working = /^Working\./

export async function isWorking(frame: Frame): Promise<void> {
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText(working, { timeout: 120_000 })
}

/** Always in the same order, whoever edits them. */
export async function clients(): Promise<readonly Facts[]> {
  const rows = await books().rows('list', company.id, 'clients')
  return [...rows].sort((one, other) => String(one['code']).localeCompare(String(other['code'])))
}

/** Presses the button and waits for that run; answers with the link to what it did. */
export async function synchronise(frame: Frame): Promise<Locator> {
  const last = frame.getByRole('link', { name: /changes? in |^Nothing had to change/ })
  const before = await last.getAttribute('href', { timeout: 60_000 })
  await frame.getByRole('button', { name: 'Synchronise now' }).click()
  await expect(last).not.toHaveAttribute('href', before ?? '', { timeout: 60_000 })
  return last
}

export async function accountByCode(code: unknown): Promise<Facts> {
  const rows = await crm().rows('list', 'accounts')
  return rows.find((row) => row['extId'] === code && row['deleted'] !== true) ?? {}
}
