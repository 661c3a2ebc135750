import type { Locale } from '@/lib/model/words'
import { texts } from '@/lib/text'
import { escape } from './clean'

export interface Part {
  readonly title: string
  readonly lines: readonly string[]
  readonly sample: readonly string[]
  readonly link: { readonly label: string; readonly href: string } | null
}

export interface Body {
  readonly lead: string
  readonly parts: readonly Part[]
  readonly rest: string | null
  readonly foot: readonly string[]
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

/** The same letter twice: as text, and as a page that needs nothing from elsewhere. */
export const sheet = (body: Body, locale: Locale): { readonly plain: string; readonly html: string } => ({
  plain: plainOf(body, texts(locale).common.labelled),
  html: htmlOf(body, locale),
})

function plainOf({ lead, parts, rest, foot, links }: Body, labelled: (label: string, text: string) => string): string {
  const told = parts.map(({ title, lines, sample, link }) =>
    [title, ...lines, ...sample.map((name) => `  - ${name}`), ...(link ? [labelled(link.label, link.href)] : [])].join(
      '\n',
    ),
  )
  const end = [...foot, ...links.map(({ label, href }) => labelled(label, href))].join('\n')
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
