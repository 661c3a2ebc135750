import type { SettingsChange } from '@/lib/service/settings-changes'
import { fieldText } from '@/lib/text'
import type { Visit } from '../../../enter'
import { scheduleText } from './schedule-text'

/** One difference between two configurations, in words. */
export function changeText(visit: Visit, change: SettingsChange): string {
  const { t, f, names } = visit
  const words = t.pages.change
  switch (change.what) {
    case 'entity':
      return words.entity(t.entity[change.entity].many, change.on)
    case 'verbs': {
      const done = change.verbs.map((verb) => t.pages.travels.verb[verb])
      const way = t.pages.travels.verbs(names, change.lane)
      return words.verbs(t.entity[change.entity].many, way, done.length === 0 ? t.pages.travels.never : f.list(done))
    }
    case 'wins':
      return words.wins(t.entity[change.entity].many, names[change.side])
    case 'filter':
      return words.filter(t.entity[change.entity].many, change.parts)
    case 'field': {
      const { crm, books } = change.join
      const row = t.pages.fields.row(fieldText(t, crm ?? ''), fieldText(t, books ?? ''))
      return words[change.how](t.entity[change.entity].many, row)
    }
    case 'schedule':
      return words.schedule(scheduleText(visit, change.settings))
    case 'switch': {
      const known: Readonly<Record<string, { readonly label: (of: Visit['names']) => string }>> = t.setup.choices.switch
      return words.switch(known[change.name]?.label(names) ?? change.name, change.on ? t.common.on : t.common.off)
    }
    case 'administrator':
      return words.administrator(change.name ?? null)
    case 'people':
      return words.people(change.count)
    case 'belongs':
      return words.belongs(change.parts)
  }
}
