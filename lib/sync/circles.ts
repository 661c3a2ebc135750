import type { Link } from '../model/record'

/**
 * Who could concern whom: links that share a match key or a mark, directly or through others. Matching looks only inside a
 * link's own circle, so that its cost does not grow with the batch.
 */
export function circles(
  links: readonly Link[],
  keysOf: (link: Link) => readonly string[],
): (link: Link) => readonly Link[] {
  const leader = new Map<string, string>()
  for (const link of links) join(leader, tokensOf(link, keysOf))
  const members = new Map<string, Link[]>()
  for (const link of links) {
    const head = find(leader, mark(link.id))
    const circle = members.get(head)
    if (circle) circle.push(link)
    else members.set(head, [link])
  }
  return (link) => members.get(find(leader, mark(link.id))) ?? []
}

const mark = (id: string): string => `mark:${id}`

function tokensOf(link: Link, keysOf: (link: Link) => readonly string[]): readonly string[] {
  const marks = [link.crm?.marker, link.books?.marker].flatMap((marker) => (marker ? [mark(marker)] : []))
  return [mark(link.id), ...marks, ...keysOf(link).map((key) => `${link.space}:${key}`)]
}

function join(leader: Map<string, string>, tokens: readonly string[]): void {
  const [first, ...rest] = tokens.map((token) => find(leader, token))
  for (const token of first === undefined ? [] : rest) leader.set(find(leader, token), find(leader, first ?? token))
}

/** Follows to the head of a circle, shortening the way for whoever asks next. */
function find(leader: Map<string, string>, token: string): string {
  let head = token
  for (let next = leader.get(head); next !== undefined && next !== head; next = leader.get(head)) head = next
  for (let at = token; at !== head;) {
    const next = leader.get(at) ?? head
    leader.set(at, head)
    at = next
  }
  return head
}
