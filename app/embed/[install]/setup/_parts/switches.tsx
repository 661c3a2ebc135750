import type { RuleView } from '@/lib/service/views'
import { Card } from '../../../../_ui/card'
import { SwitchLine } from '../../../../_ui/switch-line'
import type { Visit } from '../../../enter'

/** Each kind of record on or off, with its direction in words. */
export function EntitySwitches({ visit: { t, names }, rules }: { visit: Visit; rules: readonly RuleView[] }) {
  return (
    <Card title={t.setup.choices.entities}>
      <div className="divide-y divide-line border-t border-line px-4 sm:px-[1.125rem]">
        {rules.map((rule) => (
          <div key={rule.entity}>
            <input type="hidden" name="known.entity" value={rule.entity} />
            <SwitchLine
              name={`entity.${rule.entity}`}
              label={t.entity[rule.entity].many}
              hint={[t.direction[rule.direction](names), rule.locked ? t.locked(names.books) : '']
                .filter((part) => part !== '')
                .join('. ')}
              on={rule.on}
            />
          </div>
        ))}
      </div>
    </Card>
  )
}

/** The switches that the pair's rules offer. */
export function ExtraSwitches({ visit: { t, names }, rules }: { visit: Visit; rules: readonly RuleView[] }) {
  const switches = rules.flatMap((rule) => rule.switches)
  if (switches.length === 0) return null
  const words: Readonly<Record<string, SwitchWords>> = t.setup.choices.switch
  return (
    <Card title={t.setup.choices.switches}>
      <div className="divide-y divide-line border-t border-line px-4 sm:px-[1.125rem]">
        {switches.map(({ name, on }) => (
          <div key={name}>
            <input type="hidden" name="known.switch" value={name} />
            <SwitchLine
              name={`switch.${name}`}
              label={words[name]?.label(names) ?? name}
              hint={words[name]?.hint(names) ?? ''}
              on={on}
            />
          </div>
        ))}
      </div>
    </Card>
  )
}

interface SwitchWords {
  readonly label: (names: Visit['names']) => string
  readonly hint: (names: Visit['names']) => string
}
