import type { Frame, Page, Request } from '@playwright/test'
import { expect, test } from './kit'
import { places } from './places'
import { connectCrm, keys } from './set-up'

/** The request of our own page, as it left the browser, with keys that are refused. */
async function captured(page: Page, frame: Frame): Promise<Request> {
  await frame.goto(`${frame.url()}/setup/crm`)
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === 'POST' && 'next-action' in sent.headers()),
    connectCrm(frame, 'not-the-key'),
  ])
  await expect(frame.locator('main').getByRole('alert')).toBeVisible()
  return request
}

/** The same request with the right keys, sent by somebody who holds the cookies of the session. */
async function replay(page: Page, request: Request, change: (headers: Headers) => void): Promise<number> {
  const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const headers = new Headers({ ...request.headers(), cookie: cookies })
  headers.delete('content-length')
  change(headers)
  const body = (request.postData() ?? '').replace('not-the-key', keys.privateKey)
  const answer = await fetch(request.url(), { method: 'POST', headers, body, redirect: 'manual' })
  // The action has come to its end only when its answer has.
  await answer.text()
  return answer.status
}

async function isConnected(frame: Frame): Promise<boolean> {
  await frame.goto(frame.url())
  await frame.getByRole('heading', { level: 1 }).waitFor()
  return (await frame.getByText(`Connected as ${keys.publicKey}`).count()) > 0
}

const forgeries: Readonly<Record<string, (headers: Headers) => void>> = {
  'another site that knows the address': (headers) => {
    headers.set('origin', places().stranger)
    headers.set('sec-fetch-site', 'cross-site')
  },
  'another frame of the CRM': (headers) => {
    headers.set('origin', places().host)
    headers.set('sec-fetch-site', 'cross-site')
  },
  'a sandboxed frame': (headers) => headers.set('origin', 'null'),
  'a sender without origin': (headers) => headers.delete('origin'),
  'a sender that does not say from where': (headers) => headers.delete('sec-fetch-site'),
  'a form that pretends to be text': (headers) => {
    headers.set('content-type', 'text/plain')
    headers.set('origin', places().stranger)
    headers.set('sec-fetch-site', 'cross-site')
  },
  'somebody without the session': (headers) => headers.delete('cookie'),
}

for (const [name, change] of Object.entries(forgeries)) {
  test(`a change sent by ${name} changes nothing`, async ({ page, open }) => {
    const frame = await open({ tenant: `forged ${name}` })
    const request = await captured(page, frame)
    await replay(page, request, change)
    expect(await isConnected(frame)).toBe(false)
  })
}

test('the same change from our own page is taken', async ({ page, open }) => {
  const frame = await open({ tenant: 'not forged' })
  const request = await captured(page, frame)
  const own = (headers: Headers) => {
    headers.set('origin', places().app)
    headers.set('sec-fetch-site', 'same-origin')
  }
  // The CRM may ask for a moment's pause, as it does when several organisations of one key call at once.
  const taken = async () => {
    expect(await replay(page, request, own)).toBe(200)
    return isConnected(frame)
  }
  await expect.poll(taken, { timeout: 30_000 }).toBe(true)
})

test('the session of one organisation changes nothing in another', async ({ page, open }) => {
  const frame = await open({ tenant: 'org-one' })
  const request = await captured(page, frame)
  const mine = frame.url()
  await open({ tenant: 'org-two' })
  await replay(page, request, (headers) => {
    headers.set('origin', places().app)
    headers.set('sec-fetch-site', 'same-origin')
  })
  const back = await open({ tenant: 'org-one' })
  await back.goto(mine)
  expect(await isConnected(back)).toBe(false)
})

test('someone who may only look is refused by the server too, whatever page they send from', async ({ page, open }) => {
  const frame = await open({ tenant: 'viewer-forges' })
  const request = await captured(page, frame)
  await open({ tenant: 'viewer-forges', role: 'viewer' })
  await replay(page, request, (headers) => {
    headers.set('origin', places().app)
    headers.set('sec-fetch-site', 'same-origin')
  })
  const back = await open({ tenant: 'viewer-forges' })
  await back.goto(`${back.url()}/setup/crm`)
  expect(await isConnected(back)).toBe(false)
})
