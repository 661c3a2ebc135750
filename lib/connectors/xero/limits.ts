import type { Choice } from '@/lib/model/choice'
import type { Grant, Limits } from '@/lib/model/connector'

/** Calls a day for each organisation, by the developer's tier; the free one has the smaller number. https://developer.xero.com/faq/limits */
const tiers = ['1000', '5000'] as const

const rates = (perDay: (typeof tiers)[number]): Limits['rates'] => [
  { calls: 60, seconds: 60 },
  { calls: Number(perDay), seconds: 86_400 },
]

export const limits = {
  rates: rates('1000'),
  atOnce: 5,
  page: 1_000,
  batch: 50,
  left: [
    { seconds: 60, header: 'x-minlimit-remaining' },
    { seconds: 86_400, header: 'x-daylimit-remaining' },
  ],
} as const satisfies Limits

/** The API tells what is left of the day, not what the day has. */
export const tierChoice: Choice = {
  key: 'calls-per-day',
  values: tiers.map((tier) => ({ value: tier, label: tier })),
  proposed: ['1000'],
  many: false,
}

export function ratesOf({ chosen }: Grant): Limits['rates'] {
  const tier = tiers.find((each) => each === chosen['calls-per-day']?.[0])
  return tier === undefined ? limits.rates : rates(tier)
}
