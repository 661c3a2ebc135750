type Row = Readonly<Record<string, unknown>>

/** A value inside a vendor's own row, by the names on the way to it; a plain text, or null where there is none. */
export function textAt(row: unknown, ...path: readonly (string | number)[]): string | null {
  const found = path.reduce<unknown>((inside, name) => Reflect.get(Object(inside), name), row)
  return (typeof found === 'string' && found !== '') || typeof found === 'number' ? String(found) : null
}

export const partsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []) // a simulator's own rows

/** The mark of ours behind a sign, up to whatever ends it. */
export const markIn = (text: string | null, sign: RegExp): string | null => sign.exec(text ?? '')?.[1] ?? null
