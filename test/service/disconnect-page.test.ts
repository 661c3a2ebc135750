import { expect, test, vi } from 'vitest'
import { disconnectSide } from '@/app/embed/[install]/settings/leave-actions'
import { env } from '@/lib/env'
import { corridor } from '../kit/corridor'
import { sharedDatabase } from '../kit/fresh-database'
import { signIn } from '../kit/jar'
import { started } from './kit'

vi.mock('next/headers', async () => ({
  ...(await import('../kit/jar')).headers,
  headers: async () => new Headers({ origin: new URL(env().NEXTAUTH_URL).origin, 'sec-fetch-site': 'same-origin' }),
}))
vi.mock('next/navigation', () => ({
  redirect: (to: string) => {
    throw new Error(`Led to ${to}`)
  },
}))
vi.mock('@/inngest/client', () => ({ emit: async () => undefined }))

test('whoever has records unlocked hears how many, and anybody else is led back to the settings', async () => {
  const house = await corridor({ db: await sharedDatabase() })
  await started(house)
  const install = await signIn(house.desk, { name: 'ana', role: 'admin' })
  const asked = (mirrored: 'keep' | 'unlock') => {
    const form = new FormData()
    form.set('mirrored', mirrored)
    return form
  }
  const said = await disconnectSide(install, 'crm', null, asked('unlock'))
  expect(said.ok && said.said).toMatch(/^\d+ records are unlocked first; then the connection ends\.$/)
  await expect(disconnectSide(install, 'books', null, asked('keep'))).rejects.toThrow(/^Led to .*\/settings$/)
})
