import { Chips } from '../../../_ui/chips'
import type { Visit } from '../../enter'

/** The two ways to read the history: run by run, or line by line over all of them. */
export function HistoryViews({ visit: { o, paths }, on }: { visit: Visit; on: 'runs' | 'changes' }) {
  return (
    <Chips
      label={o.history.views}
      chips={[
        { label: o.history.runs, href: paths.history, on: on === 'runs' },
        { label: o.history.changes, href: paths.changes(), on: on === 'changes' },
      ]}
    />
  )
}
