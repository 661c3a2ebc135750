/** What a vendor shows before it lets us in: who asks for what, for which company. */
export function consentPage(
  action: string,
  asked: URLSearchParams,
  companies: readonly { readonly id: string; readonly name: string }[],
): string {
  const hidden = [...asked].map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`)
  const choice = companies.map(
    ({ id, name }, at) =>
      `<label><input type="radio" name="company" value="${safe(id)}"${at === 0 ? ' checked' : ''}> ${safe(name)}</label>`,
  )
  const scopes = (asked.get('scope') ?? '').split(' ').map((scope) => `<li>${safe(scope)}</li>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Allow access?</title>
<style>body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.5rem 0}
button{font:inherit;padding:.6rem 1.2rem;margin-right:.5rem}</style>
<h1>Allow Concord to connect?</h1><p>It asks for:</p><ul>${scopes.join('')}</ul>
<form method="post" action="${safe(action)}">${hidden.join('')}<fieldset><legend>Company</legend>${choice.join('')}</fieldset>
<p><button name="decision" value="allow">Allow</button><button name="decision" value="deny">Cancel</button></p></form></html>`
}

const safe = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`)
