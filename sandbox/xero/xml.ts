import type { Answer } from '../kit/server'

/** What a caller gets that does not ask for JSON. */
export function asXml(answer: Answer): Answer {
  const read: unknown = JSON.parse(String(answer.body))
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/xml; charset=utf-8' },
    body: `<?xml version="1.0" encoding="utf-8"?><Response>${inside(read)}</Response>`,
  }
}

function inside(value: unknown, name = ''): string {
  if (Array.isArray(value)) return value.map((each) => tag(name.replace(/s$/, ''), inside(each))).join('')
  if (typeof value !== 'object' || value === null) return escaped(String(value ?? ''))
  return Object.entries(value)
    .map(([key, each]) => tag(key, inside(each, key)))
    .join('')
}

const tag = (name: string, content: string): string => `<${name}>${content}</${name}>`
const escaped = (text: string): string => text.replace(/[&<>]/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`)
