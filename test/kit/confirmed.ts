import { everything, type Base, type Flat, type Tried } from '@/lib/model/record'

/** What the store keeps of `tried` after a snapshot: what is shown as it was sent needs no watching any more. */
export function confirmed(tried: Tried, base: Base | null, shown: Flat): Tried {
  const sent = Object.entries(base ?? {}).filter(([key, value]) => shown[key] !== undefined && shown[key] !== value)
  if (everything in tried) return Object.fromEntries(sent.map(([key, value]) => [key, { sent: value }]))
  const open = ([key, watched]: [string, Tried[string]]): boolean =>
    base?.[key] === watched.sent && shown[key] !== watched.sent
  return Object.fromEntries(Object.entries(tried).filter(open))
}

/** What a write adds takes the place of what was watched of the same fields. */
export function retried(tried: Tried, sets: Flat, added: Tried): Tried {
  const rest = Object.entries(tried).filter(([key]) => sets[key] === undefined)
  return { ...Object.fromEntries(rest), ...added }
}
