export interface Page {
  readonly locale: string
  readonly title: string
  readonly lead: string
  /** The one thing to press; it posts to the page's own address. */
  readonly button: string | null
  /** By presence: where the browser goes on to by itself, and what to press where it does not. */
  readonly onward?: { readonly href: string; readonly label: string }
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)

const body = 'margin:0;padding:4rem 1.5rem;font:1rem/1.5 system-ui,sans-serif;color:CanvasText;background:Canvas'
const press =
  'min-height:2.5rem;padding:.4rem 1.2rem;font:inherit;font-weight:600;color:#fff;background:#2c5cc5;border:0;border-radius:6px;cursor:pointer'

/** Without a script or a stylesheet, because whoever comes from a mail has neither session nor our pages. */
export function markup({ locale, title, lead, button, onward }: Page, status = 200): Response {
  const form = button === null ? '' : `<form method="post"><button style="${press}">${escape(button)}</button></form>`
  // Leading on by the answer to a form would need a policy that lets our forms lead elsewhere.
  const turn = onward ? `<meta http-equiv="refresh" content="0;url=${escape(onward.href)}">` : ''
  const link = onward ? `<a href="${escape(onward.href)}">${escape(onward.label)}</a>` : ''
  const html = `<!doctype html>
<html lang="${locale}" style="color-scheme:light dark">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">${turn}
<link rel="icon" href="/icon.svg"><title>${escape(title)} · Concord</title></head>
<body style="${body}"><main style="max-width:34rem;margin:0 auto">
<h1 style="font-size:1.25rem;margin:0 0 .5rem">${escape(title)}</h1>
<p style="margin:0 0 1.5rem">${escape(lead)}</p>
${form}${link}
</main></body></html>`
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
