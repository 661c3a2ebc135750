import type { Choice } from '@/lib/model/choice'
import type { Grant, Limits } from '@/lib/model/connector'

/** Calls a second by the plan of the key. https://github.com/microsoft/PowerPlatformConnectors, ForceManager CRM */
const plans = ['4', '13'] as const

const rates = (plan: (typeof plans)[number]): Limits['rates'] => [{ calls: Number(plan), seconds: 1 }]

export const slowest = rates('4')

/** The administrator knows the key's plan; the API does not tell it. */
export const planChoice: Choice = {
  key: 'plan',
  values: plans.map((plan) => ({ value: plan, label: plan })),
  proposed: ['4'],
  many: false,
}

export function ratesOf({ chosen }: Grant): Limits['rates'] {
  const plan = plans.find((each) => each === chosen['plan']?.[0])
  return plan === undefined ? slowest : rates(plan)
}
