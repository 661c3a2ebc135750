import type { Visit } from '../../../enter'
import { isStarted, steps } from './steps'
import type { Step } from './steps'

/** Back leads to the question before, or to the settings once the set-up is done. */
export function backFrom(visit: Visit, here: Step) {
  const { t, paths } = visit
  if (isStarted(visit)) return { back: { href: paths.settings, label: t.settings.title } }
  const before = steps[steps.indexOf(here) - 1]
  return before === undefined ? {} : { back: { href: paths.setup(before), label: t.setup.steps[before] } }
}
