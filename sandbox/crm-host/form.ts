import { html } from './html'
import type { Html } from './html'
import { text } from './aside'
import type { Facts } from './aside'

export interface Input {
  readonly name: string
  readonly label: string
  /** Value and label; a free text where absent. */
  readonly choices?: readonly (readonly [string, string])[]
  readonly long?: true
}

export function inputs(fields: readonly Input[], values: Facts, disabled: boolean): readonly Html[] {
  const off = disabled ? html`disabled` : ''
  return fields.map(({ name, label, choices, long }) => {
    const value = text(values[name])
    if (long) return html`<label>${label}<textarea name="${name}" rows="2" ${off}>${value}</textarea></label>`
    if (!choices) return html`<label>${label}<input name="${name}" value="${value}" ${off} /></label>`
    return html`<label
      >${label}<select name="${name}" ${off}>
        ${choices.map(([key, shown]) => html`<option value="${key}" ${key === value ? html`selected` : ''}>${shown}</option>`)}
      </select></label
    >`
  })
}

/** What was typed in and differs from what stood there; an emptied field becomes null. */
export function changed(fields: readonly Input[], typed: URLSearchParams, before: Facts): Facts {
  const entries = fields.flatMap(({ name }) => {
    const now = typed.get(name)?.replaceAll('\r\n', '\n')
    if (now === undefined || now.trim() === text(before[name])) return []
    return [[name, typedValue(now.trim(), before[name])] as const]
  })
  return Object.fromEntries(entries)
}

function typedValue(now: string, before: unknown): string | number | boolean | null {
  if (now === '') return null
  if (typeof before === 'boolean') return now === 'true'
  return typeof before === 'number' || now.startsWith('#') ? Number(now.replace('#', '')) : now
}
