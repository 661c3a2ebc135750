import type { Visit } from '../../../enter'
import { Chips } from '../../../../_ui/chips'

const details = ['people', 'entities', 'fields', 'match'] as const
export type Detail = (typeof details)[number]

/** The finer questions side by side; each has a good answer already, so none of them stands in the way. */
export function Details({ visit: { t, paths }, here }: { visit: Visit; here: Detail | null }) {
  return (
    <Chips
      label={t.pages.details.label}
      chips={[
        { label: t.setup.steps.choices, href: paths.setup('choices'), on: false },
        ...details.map((one) => ({ label: t.pages.details[one], href: paths.setup(one), on: one === here })),
        { label: t.setup.steps.review, href: paths.setup('review'), on: false },
      ]}
    />
  )
}
