import type { Incident } from '@/lib/model/alert'
import { clean, escape } from './clean'
import { explain, wordsFor, type Place, type Words } from './explain'
import type { Letter } from './letters'

export interface Composed {
  readonly subject: string
  readonly plain: string
  readonly html: string
  /** Mails about the same incident stand together. */
  readonly thread: string
}

/** Causes named in one mail; the rest is a number and a link. */
const mostCauses = 10

/** One letter in one recipient's language: of records no more than name and code. */
export function compose(letter: Letter, place: Place): Composed {
  const words = wordsFor(place)
  const parts = letter.incidents.slice(0, mostCauses).map((incident) => partOf(words, place, letter, incident))
  const { a } = words
  const rest = letter.incidents.length - parts.length
  const links = [
    { label: a.openAll, href: place.pageAt('') },
    { label: a.change, href: place.pageAt('/settings/alerts') },
    { label: a.unsubscribe, href: place.unsubscribe },
  ]
  const foot = [a.because(clean(place.company)), a.times(place.zone)]
  const lead = a.lead[letter.kind]
  const body = { lead, parts, rest: rest > 0 ? a.more(rest) : null, foot, links }
  const subject = clean(`${clean(place.company, 60)}: ${subjectOf(words, place, letter)}`, 200)
  return {
    subject,
    plain: plainOf(body),
    html: htmlOf(body, place.locale),
    thread: letter.incidents[0]?.id ?? 'concord',
  }
}

interface Part {
  readonly title: string
  readonly lines: readonly string[]
  readonly sample: readonly string[]
  readonly link: { readonly label: string; readonly href: string } | null
}

interface Body {
  readonly lead: string
  readonly parts: readonly Part[]
  readonly rest: string | null
  readonly foot: readonly string[]
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

function subjectOf({ a, ...words }: Words, place: Place, { kind, incidents }: Letter): string {
  const [first] = incidents
  if (!first) return a.openAll
  const only = incidents.length === 1 ? explain({ a, ...words }, place, first).title : null
  const records = incidents.reduce((sum, { about, count }) => sum + (about.kind === 'records' ? count : 0), 0)
  switch (kind) {
    case 'urgent':
      return only ?? a.subject.missed
    case 'reminder':
      return a.subject.reminder(only ?? a.subject.missed)
    case 'opened':
      return records === 0 && only !== null ? only : a.subject.opened(records)
    case 'digest':
      return a.subject.digest(records)
    case 'recovered':
      return only === null ? a.subject.recoveredAll(incidents.length) : a.subject.recovered(only)
  }
}

function partOf(words: Words, place: Place, { kind }: Letter, incident: Incident): Part {
  const { a, f } = words
  const { href, ...said } = explain(words, place, incident)
  // Fields and vendors bear names that somebody else chose.
  const [title, why, todo] = [clean(said.title, 200), clean(said.why, 400), clean(said.todo, 400)]
  const records = incident.about.kind === 'records'
  if (kind === 'recovered') {
    const lasted = f.duration(((incident.resolvedAt ?? place.now) - incident.openedAt) / 1000)
    return { title, lines: [records ? a.lasted(lasted, incident.most) : a.lastedAlone(lasted)], sample: [], link: null }
  }
  const since = a.since(f.moment(incident.openedAt, place.now))
  const more = incident.count - incident.sample.length
  return {
    title: records ? `${a.count(incident.count)} · ${title}` : title,
    lines: [why, todo, `${since}.`],
    sample: [...incident.sample.map((name) => clean(name, 80)), ...(records && more > 0 ? [a.more(more)] : [])],
    link: { label: a.open, href },
  }
}

function plainOf({ lead, parts, rest, foot, links }: Body): string {
  const told = parts.map(({ title, lines, sample, link }) =>
    [title, ...lines, ...sample.map((name) => `  - ${name}`), ...(link ? [`${link.label}: ${link.href}`] : [])].join(
      '\n',
    ),
  )
  const end = [...foot, ...links.map(({ label, href }) => `${label}: ${href}`)].join('\n')
  return [lead, ...told, ...(rest === null ? [] : [rest]), `-- \n${end}`].join('\n\n')
}

const quiet = 'color:#586772;font-size:13px'
const anchor = (label: string, href: string, style = 'color:#2c5cc5') =>
  `<a href="${escape(href)}" style="${style}">${escape(label)}</a>`

function htmlOf({ lead, parts, rest, foot, links }: Body, locale: string): string {
  const told = parts.map(({ title, lines, sample, link }) => {
    const names = sample.map((name) => `<li>${escape(name)}</li>`).join('')
    return `<div style="margin:16px 0;padding:14px 16px;border:1px solid #dde4e8;border-radius:8px">
<p style="margin:0 0 6px;font-weight:600">${escape(title)}</p>
${lines.map((line) => `<p style="margin:0 0 4px">${escape(line)}</p>`).join('\n')}
${names === '' ? '' : `<ul style="margin:6px 0;padding-left:20px">${names}</ul>`}
${link ? `<p style="margin:8px 0 0">${anchor(link.label, link.href, 'color:#2c5cc5;font-weight:600')}</p>` : ''}
</div>`
  })
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Concord</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#14202a;font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif">
<div style="max-width:600px;margin:0 auto">
<p style="margin:0 0 8px">${escape(lead)}</p>
${told.join('\n')}
${rest === null ? '' : `<p>${escape(rest)}</p>`}
<p style="${quiet};margin:24px 0 4px">${foot.map(escape).join('<br>')}</p>
<p style="${quiet};margin:0">${links.map(({ label, href }) => anchor(label, href, quiet)).join(' · ')}</p>
</div></body></html>`
}
