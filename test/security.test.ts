import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

type Proof = readonly [file: string, ...titles: readonly string[]]

/** The tests to have of `embedding-security.md` part D, line by line: where each one is shown, by the words of its title. */
const lines: Readonly<Record<string, readonly Proof[]>> = {
  'Launch: bad signature, algorithm, audience, time, size, replay, duplicate parameters, per adapter': [
    ['auth/launch.test.ts', 'signed by somebody else', 'without any signature (alg none)', 'meant for another app'],
    ['auth/launch.test.ts', 'that has expired', 'from the future', 'larger than 16 KiB', 'is believed about its user'],
    ['auth/doors.test.ts', 'a launch from Salesforce', 'another algorithm in the text', 'two requests in one'],
    ['auth/doors.test.ts', 'a launch from Freshsales', 'is bound to its path, its time and its very words'],
    ['auth/bearer.test.ts', 'a launch from Sage Sales Management', 'with a bearer of nobody', 'sent by %s is refused'],
    ['auth/session.test.ts', 'in however many ways the same signature can be written', 'the launch twice'],
    ['auth/doors.test.ts', 'keeps two organisations apart', 'signed by another installation, by another algorithm'],
    [
      'auth/bearer.test.ts',
      'a bearer that was used, written with something around it',
      'lets nobody of another one in',
    ],
    ['e2e/launch.spec.ts', 'when it is used a second time', 'when it is not one signed form field of a bearable size'],
    ['e2e/launch.spec.ts', 'when one address was refused too often'],
    ['auth/door.test.ts', 'a launch larger than a launch can be is refused before anybody reads it'],
    ['auth/fuzz.test.ts', 'a launch is refused by name, and nothing breaks'],
    [
      'auth/bridge-route.test.ts',
      'opens once for a bearer',
      'is shut to every other page',
      'the page of another company',
    ],
    ['auth/bridge-route.test.ts', 'the bearer is in no answer, in no log and nowhere in the database'],
  ],
  'Messages: only the pinned origin and the window around us; exact target; shape': [
    ['auth/bridge-host.test.ts', 'is written as the page reads it, and goes to its exact origin', 'another origin'],
    ['auth/bridge-host.test.ts', 'another window of the same origin', 'a text that is no message'],
    ['auth/bridge-enter.test.ts', 'nothing is said to it', 'another page of the CRM than the one that installed'],
    ['e2e/bridge.spec.ts', 'by its own word'],
  ],
  'Ticket: reuse, expiry, race of fifty, navigation refused, no trace': [
    ['auth/session.test.ts', 'is worth nothing after a minute', 'is worth one session, whoever comes first of fifty'],
    ['e2e/sign-in.spec.ts', 'opens a session for our own page, once', 'is taken by one of fifty who come at once'],
    ['e2e/sign-in.spec.ts', 'a plain navigation', 'a form of another site'],
    ['e2e/launch.spec.ts', 'leaves the ticket in no cookie, no referrer and no address'],
    ['auth/door.test.ts', 'in no cookie, in no log, and as a hash alone in the database'],
  ],
  'Session: caps, epoch, role, another installation, cookie flags, new tab, two organisations in one browser': [
    ['auth/session.test.ts', 'ends after eight hours, however busy', 'ends after half an hour without a sign of life'],
    ['auth/session.test.ts', 'ends at once when everybody is signed out', 'loses its rights with the next launch'],
    ['e2e/sign-in.spec.ts', 'hidden from scripts and kept per site, to the letter'],
    ['e2e/launch.spec.ts', 'works in a new tab where the browser keeps no cookie in a frame'],
    ['e2e/launch.spec.ts', 'keeps two organisations apart in one browser'],
    ['e2e/marketplace.spec.ts', 'another organisation in the same browser gets nothing of it', 'toBe(409)'],
  ],
  'Frame: allowed, sibling, foreign, nested; every route of the build; no inline script': [
    ['e2e/frame.spec.ts', 'the CRM that opened them, by its exact origin', 'nobody else, though the address is known'],
    ['e2e/frame.spec.ts', 'not even the CRM, inside a page of somebody else', 'Every answer of the build'],
    ['e2e/frame.spec.ts', 'carries no script that another page could have put there'],
    ['auth/policy.test.ts', 'who may frame a page'],
    ['auth/bridge-route.test.ts', 'its own organisation alone, not a sibling at the same CRM'],
  ],
  'CSRF: form, text, missing and null origin, cross-site, method override': [
    ['e2e/forgery.spec.ts', 'a form that pretends to be text', 'a sender without origin', 'a sandboxed frame'],
    ['e2e/forgery.spec.ts', 'another site that knows the address', 'someone who may only look is refused'],
    ['e2e/fuzz.spec.ts', 'a change that calls itself something else than POST changes nothing'],
    ['auth/change.test.ts', 'a form of another site', 'JSON that calls itself text', 'a sender without an origin'],
    ['auth/change.test.ts', 'a sandboxed frame (Origin: null)', 'a script of another site', 'only calls itself a POST'],
  ],
  'Popup: normal, cut opener, blocked, closed early, two at once, foreign state, no cookie, replay, error, tampered company, other browser':
    [
      ['e2e/popup.spec.ts', 'is connected in a window of its own', 'whose page cuts every tie to ours'],
      ['e2e/popup.spec.ts', 'where no window may open, a link opens it', 'a window that is closed half-way'],
      ['e2e/popup.spec.ts', 'a consent that is refused says so', 'signing in again to another company is refused'],
      ['service/consent.test.ts', 'two at once do not disturb each other', 'with a state of nobody, a state twice'],
      ['service/consent.test.ts', 'in another browser, or in one that kept nothing', 'a state is good once'],
      ['service/consent.test.ts', 'a company in the address that the tokens do not open is noticed'],
    ],
  'Refresh: 4 x 25, lost answers by rule, crash, database down, slow vendor, invalid_grant race, clock skew, no new token, soak':
    [
      ['engine/tokens-soak.test.ts', 'four processes with twenty-five callers each'],
      ['engine/tokens-thousand.test.ts', 'a thousand expiries one after the other'],
      ['engine/tokens-lost.test.ts', 'is asked for again within the grace', 'a second use would end the grant'],
      ['engine/tokens-lost.test.ts', 'a worker that dies between answer and commit', 'a database that is away'],
      ['engine/tokens-lost.test.ts', 'a vendor slower than the turn', 'a refusal that another worker has overtaken'],
      ['engine/tokens.test.ts', 'a vendor that hands out no new refresh token keeps the old one'],
      ['engine/tokens.test.ts', 'tokens shorter than the margin are not renewed at every call'],
      ['engine/tokens.test.ts', 'a worker whose clock is ten minutes %s', 'whose clocks are twenty minutes apart'],
    ],
  'Crypto: swapped, changed, unknown key, rotation while refreshing, missing key at boot': [
    ['store/seal.test.ts', 'opens where it belongs and nowhere else', 'does not open after any change'],
    ['store/seal.test.ts', 'names what is missing and what is wrong, all at once', 'without a key to seal with'],
    ['engine/tokens-lost.test.ts', 'keys that change while a token is being renewed'],
    ['service/uninstall.test.ts', 'secrets move to the active key by themselves'],
  ],
  'Isolation: every verb, store function and route with foreign ids; catalogue; role; pooled connection; job payload': [
    ['service/isolation.test.ts', 'whatever is asked with its ids, nothing of it is shown and nothing changes'],
    ['service/isolation.test.ts', 'every page and route stands behind a door', 'a job that names the integration of'],
    ['store/isolation.test.ts', 'every table that holds a tenant is guarded', 'is no superuser, bypasses nothing'],
    ['store/isolation.test.ts', 'after a transaction no tenant stays behind', 'every verb of the store, called with'],
    ['store/stranger.test.ts', 'every function of the store', 'answers as if nobody had them, and changes nothing'],
    ['e2e/marketplace.spec.ts', 'gets nothing of it, whichever route and id it asks for'],
    ['e2e/forgery.spec.ts', 'the session of one organisation changes nothing in another'],
  ],
  'Webhooks: vectors, flipped byte, replay, burst, old and new key, unknown tenant': [
    [
      'connectors/hinted.ts',
      'the same one twice is told apart by its key',
      'while a key is changed, the old one still',
    ],
    ['connectors/hinted.ts', 'a forged webhook is rejected', 'a body of any shape does not make us fall over'],
    ['service/receive.test.ts', 'a flipped byte and an address that nobody has', '500 calls at once', 'however often'],
  ],
  'Mail: one per cause, recovery, flapping, unsubscribe, injection, languages, 451 and time-out': [
    ['service/alerts.test.ts', 'a hundred for one cause make one mail', 'that come and go many times in a day'],
    ['service/alert-jobs.test.ts', 'looking changes nothing, one post without a cookie ends it'],
    ['mail/compose.test.ts', 'stays one line of the subject', 'the three languages say it differently'],
    [
      'service/security-mail.test.ts',
      'is told of a company that was refused',
      'gets it in quiet hours, and after ending',
    ],
    ['service/security-mail.test.ts', 'is told to those who administered before', 'is told who took a file away'],
    ['auth/errands.test.ts', 'the next launch of its reader opens the very group', 'somebody else who opens the CRM'],
    [
      'service/recipients.test.ts',
      'is asked again a minute later; the mail arrives once',
      'falls silent is asked again',
    ],
  ],
  'SSRF: hostile hosts, redirect, rebinding': [
    ['http/address.test.ts', 'https://127.1/', 'https://[::ffff:169.254.169.254]/', 'https://①②⑦.⓪.⓪.①/'],
    ['http/send.test.ts', 'redirects are never followed', 'a public name that leads to a private address is refused'],
    ['engine/tokens.test.ts', 'is made of the label that was typed in, and of nothing that leads elsewhere'],
  ],
  'Uninstall and privacy: no secret left, purge by catalogue, export': [
    ['service/uninstall.test.ts', 'no secret is left that could be opened', 'nothing is left in any table that knows'],
    ['service/uninstall.test.ts', 'nothing sealed is left in any table'],
    ['service/export.test.ts', 'is everything that is kept, one thing a line, and no secret'],
    ['service/versions.test.ts', 'comes back as the very draft that was exported, and holds no key'],
  ],
  'Chaos: killed workers, troubled vendors, duplicate deliveries': [
    ['engine/kill.test.ts', 'a worker killed five times at random'],
    ['engine/crash.test.ts', 'once, at any moment: the next one finishes the work'],
    ['executor/crash.test.ts', 'A process killed in the middle of a step'],
    ['simulate/simulate.test.ts', 'test('],
  ],
  'Scan: own checks of headers, routes and fuzz over HTTP': [
    ['auth/fuzz-doors.test.ts', 'whatever comes through a door without a session is turned away'],
    ['e2e/fuzz.spec.ts', 'whatever is sent to a door of the running app, it neither breaks, hangs nor tells a secret'],
    ['e2e/frame.spec.ts', 'tells the browser what it may run'],
  ],
}

const text = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8')

test.each(Object.entries(lines))('%s', (_line, proofs) => {
  const missing = proofs.flatMap(([file, ...titles]) => {
    const source = text(file)
    return titles.filter((title) => !source.includes(title)).map((title) => `${file}: ${title}`)
  })
  expect(missing).toEqual([])
})
