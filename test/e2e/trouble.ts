import type { Frame } from '@playwright/test'
import { expect, test } from './kit'
import { books, clients, company, connectBooks, connectCrm, crm, isWorking, synchronise } from './set-up'

const state = (frame: Frame) => frame.getByRole('heading', { level: 1 })

async function tryAgain(frame: Frame): Promise<void> {
  await frame.getByRole('button', { name: 'Try again' }).click()
  await isWorking(frame)
}

/** After a person mended it: keys are entered once more, and the work goes on without being asked. */
async function connectedAgain(frame: Frame, home: string): Promise<void> {
  await frame.getByRole('heading', { name: 'Tested just now' }).waitFor()
  await frame.goto(home)
  await isWorking(frame)
}

/** What goes wrong in the two systems, as one sentence on the page, and how it mends. */
export function trouble(tenant: string): void {
  test('a gateway that is offline is said so, and the work goes on when it is back', async ({ open }) => {
    const frame = await open({ tenant })
    await books().call('offline')
    const run = await synchronise(frame)
    await expect(state(frame)).toHaveText(/^Waiting for Sage 50/)
    await expect(frame.getByText('The gateway of Sage 50 is offline')).toBeVisible()
    await run.click()
    await expect(frame.getByText('The gateway of Sage 50 is offline').first()).toBeVisible()
    await frame.getByRole('link', { name: 'Status' }).click()
    await books().call('online')
    await tryAgain(frame)
  })

  test('a company that is closed in Sage is said so, and waited for', async ({ open }) => {
    const frame = await open({ tenant })
    await books().call('offline', 'sage_ferme')
    await synchronise(frame)
    await expect(frame.getByText('Sage 50 is closed')).toBeVisible()
    await books().call('online')
    await tryAgain(frame)
  })

  test('a company that somebody holds in Sage is waited for', async ({ open }) => {
    const frame = await open({ tenant })
    await books().call('lock', company.id, 120)
    await synchronise(frame)
    await expect(frame.getByText('The company is in exclusive use in Sage 50')).toBeVisible()
    await books().call('unlock', company.id)
    await tryAgain(frame)
  })

  test('a company that was taken out of the gateway stops the work until it is back', async ({ open }) => {
    const frame = await open({ tenant })
    const home = frame.url()
    await books().call('disable', company.id)
    await synchronise(frame)
    await expect(state(frame)).toHaveText('Sign in again to Sage 50')
    await books().call('enable', company.id)
    await frame.getByRole('link', { name: 'Connect again' }).click()
    await connectBooks(frame)
    await connectedAgain(frame, home)
  })

  test('keys that were withdrawn in the CRM lead to the page that mends it', async ({ open }) => {
    const frame = await open({ tenant })
    const home = frame.url()
    await crm().call('revokeKeys')
    await synchronise(frame)
    await expect(state(frame)).toHaveText('Sign in again to Sage Sales Management')
    await expect(frame.getByText('Sage Sales Management does not accept the keys')).toBeVisible()
    await crm().call('restoreKeys')
    await frame.getByRole('link', { name: 'Connect again' }).click()
    await connectCrm(frame)
    await connectedAgain(frame, home)
  })

  test('an answer in no form that was promised stops nothing for good', async ({ open }) => {
    const [client] = await clients()
    await books().call('faults', { do: 'html', status: 200, path: '/clients', times: 1 })
    const frame = await open({ tenant })
    await synchronise(frame)
    await books().call('edit', company.id, 'clients', client?.['id'], { telephone: '01 42 68 53 02' })
    await expect(frame.getByRole('button', { name: /Synchronise now|Try again/ })).toBeVisible()
    await frame.getByRole('button', { name: /Synchronise now|Try again/ }).click()
    await isWorking(frame)
  })

  test('a value that Sage refuses sets its record aside with the reason, and everything else goes on', async ({
    open,
  }) => {
    const frame = await open({ tenant })
    await frame.getByRole('link', { name: /^Errors/ }).click()
    await expect(frame.getByRole('heading', { name: 'Customers: Refused by the other system' })).toBeVisible()
    await expect(
      frame
        .getByRole('definition')
        .filter({ hasText: /^Code$/ })
        .first(),
    ).toBeVisible()
    await expect(frame.getByText('Ce champ est obligatoire.').first()).toBeVisible()
    await expect(frame.getByText('Nothing was lost.').first()).toBeVisible()
  })
}

/** Before anything is connected: what was typed in is refused in one sentence, and nothing is kept. */
export function wrongAnswers(): void {
  test('wrong keys of the CRM are said so, and nothing is kept', async ({ open }) => {
    const frame = await open({ tenant: 'wrong-keys' })
    await frame.getByRole('link', { name: 'Set up' }).click()
    await connectCrm(frame, 'not-the-key')
    await expect(frame.locator('main').getByRole('alert')).toContainText(
      'Sage Sales Management does not accept the keys',
    )
    await frame.goto(frame.url())
    await expect(frame.getByText(/^Connected as/)).toHaveCount(0)
  })

  test('an address where no gateway answers, and what is no address, are said so', async ({ open }) => {
    const frame = await open({ tenant: 'wrong-address' })
    await frame.goto(`${frame.url()}/setup/books`)
    await connectBooks(frame, 'ftp://gateway.test')
    await expect(frame.getByText(/This is not an address/)).toBeVisible()
    await connectBooks(frame, 'http://127.0.0.1:9')
    await expect(frame.locator('main').getByRole('alert')).toContainText('Sage 50 does not answer')
  })

  test('an answer that is missing is asked for by its field', async ({ open }) => {
    const frame = await open({ tenant: 'missing-answer' })
    await frame.goto(`${frame.url()}/setup/crm`)
    await frame.getByRole('button', { name: 'Check and connect' }).click()
    await expect(frame.locator('main').getByRole('alert')).toContainText('2 answers need you')
    await expect(frame.getByText('This answer is needed.')).toHaveCount(2)
  })
}
