const text = (value: FormDataEntryValue | null): string => (typeof value === 'string' ? value.trim() : '')

/** What a connect page holds: one line per asked key, whatever the keys are called. */
export function typedAnswers(form: FormData): Record<string, string> {
  return Object.fromEntries([...form.keys()].filter(ours).map((key) => [key, text(form.get(key))]))
}

/** React adds fields of its own to a form. */
const ours = (key: string): boolean => !key.startsWith('$')

/** What the choices page holds. A switch that is off sends nothing, so the page names all of them in `known`. */
export function typedChoices(form: FormData) {
  const known = (prefix: string) => form.getAll(`known.${prefix}`).map(String)
  return {
    chosen: Object.fromEntries(
      known('choice').map((key) => [
        key,
        form
          .getAll(key)
          .map(String)
          .filter((value) => value !== ''),
      ]),
    ),
    administrator: text(form.get('administrator')) || null,
    switches: Object.fromEntries(known('switch').map((name) => [name, form.has(`switch.${name}`)])),
    entities: Object.fromEntries(known('entity').map((entity) => [entity, { on: form.has(`entity.${entity}`) }])),
  }
}
