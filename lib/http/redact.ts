const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer ***'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '***'],
  [/\bv1\.[\w-]+\.[\w+/=.-]{16,}/g, '***'],
  [/\b(code|state|token|key|password|secret)=[^\s&"']+/gi, '$1=***'],
  [/[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+\.[a-z]{2,}/gi, '***'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, '***'],
]

const LONGEST = 300

/** A vendor's own words, fit for a page and a journal: known secrets and anything shaped like one are blotted out. */
export function redact(words: string, secrets: readonly string[] = []): string {
  const known = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((kept, secret) => kept.replaceAll(secret, '***'), words)
  const shaped = SHAPES.reduce((kept, [shape, instead]) => kept.replace(shape, instead), known)
  return shaped.replace(/\s+/g, ' ').trim().slice(0, LONGEST)
}
