import type { Page } from '@playwright/test'
import { locales } from '@/lib/model/words'
import type { Message } from '../../sandbox/mailbox/mailbox'
import { expect, test } from './kit'
import { lookAlone } from './looks'
import { places } from './places'

const languages = { en: 'English', fr: 'Français', es: 'Español' } as const
const leads = {
  en: 'Some records were set aside with a reason.',
  fr: 'Des fiches ont été mises de côté avec un motif.',
  es: 'Algunos registros se han apartado con un motivo.',
} as const
const farewells = {
  en: ['Unsubscribe from alerts', 'Unsubscribe', 'You are unsubscribed'],
  fr: ['Se désabonner des alertes', 'Se désabonner', 'Vous êtes désabonné'],
  es: ['Darse de baja de los avisos', 'Darse de baja', 'Se ha dado de baja'],
} as const

const addressIn = (tenant: string, locale: string): string => `${tenant}.${locale}@example.test`

/** Before anything runs: one person for every language. */
export function namedForMail(tenant: string): void {
  test('who gets mail is said on a page, each in their own language', async ({ open }) => {
    const frame = await open({ tenant })
    await frame.goto(`${frame.url()}/settings/alerts`)
    for (const locale of locales) {
      await frame.getByRole('textbox', { name: 'E-mail address' }).fill(addressIn(tenant, locale))
      await frame.getByRole('combobox', { name: 'Language' }).click()
      await frame.getByRole('option', { name: languages[locale] }).click()
      await frame.getByRole('button', { name: 'Add', exact: true }).click()
      await expect(frame.getByRole('listitem').filter({ hasText: addressIn(tenant, locale) })).toBeVisible()
    }
  })
}

/** Once some records need somebody. */
export function toldByMail(tenant: string): void {
  test('what needs a person is told by one mail in their language, and one press ends it', async ({ page, open }) => {
    test.setTimeout(180_000)
    for (const locale of locales) {
      const mine = async () => (await mails()).filter(({ to }) => to.includes(addressIn(tenant, locale)))
      await expect.poll(async () => (await mine()).length, { timeout: 60_000 }).toBe(1)
      const [mail] = await mine()
      expect(mail?.plain).toContain(leads[locale])
      const [, way = 'none'] = /<(http[^>]+\/u\/[^>]+)>/.exec(mail?.headers['list-unsubscribe'] ?? '') ?? []
      await leaveBy(page, way, locale)
    }
    const frame = await open({ tenant })
    await frame.goto(`${frame.url()}/settings/alerts`)
    await expect(frame.getByRole('listitem').filter({ hasText: /unsubscribed/ })).toHaveCount(locales.length)
  })
}

async function leaveBy(page: Page, way: string, locale: keyof typeof farewells): Promise<void> {
  const [ask, button, done] = farewells[locale]
  await page.goto(way)
  await expect(page.getByRole('heading', { name: ask })).toBeVisible()
  await lookAlone(page, `farewell-${locale}`)
  await page.getByRole('button', { name: button }).click()
  await expect(page.getByRole('heading', { name: done })).toBeVisible()
  await expect(page.getByRole('button')).toHaveCount(0)
}

async function mails(): Promise<readonly Message[]> {
  const answer = await fetch(places().mails)
  return (await answer.json()) as readonly Message[] // our own mailbox
}
