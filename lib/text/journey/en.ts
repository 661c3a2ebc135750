import { counter } from '../count'

const { plural } = counter('en')

/** What an administrator does in a vendor that has no way to be asked by us. */
interface ByHand {
  readonly title: string
  readonly steps: readonly string[]
  /** The body that the vendor is told to send. */
  readonly body: string
}

export const en = {
  live: {
    title: 'Near real time',
    lead: (vendors: string) =>
      `${vendors} can tell Concord at once that something changed. The change then travels within a minute.`,
    net: (every: string) =>
      `The schedule stays (${every}). A call that gets lost delays a change until the next run; nothing is lost.`,
    switchOn: 'Switch on',
    switchOff: 'Switch off',
    onNow: 'Near real time is on.',
    offNow: 'Near real time is off. The schedule goes on.',
    summary: 'near real time as well',
    heard: (vendor: string, when: string) => `${vendor}: last call ${when}`,
    silent: (vendor: string) => `${vendor}: no call yet`,
    lost: (vendor: string) => `${vendor} may no longer call`,
    lostMore: (every: string) =>
      `Nothing is lost: the schedule finds every change (${every}). Concord asks again every day, or now.`,
    askAgain: 'Ask again now',
    address: 'Address',
    secret: 'Secret',
    body: 'Body',
    byHand: {
      freshsales: {
        title: 'Once, in Freshsales',
        steps: [
          'Open Admin Settings, Workflows, and create one workflow for each kind of record that travels: when it is created or updated.',
          'Add the action “Trigger webhook”, method POST, encoding JSON, with the address below.',
          'Add the custom header X-Concord-Secret with the secret below.',
          'As content, send the kind of record and its number as shown. Write sales_accounts, contacts, products or deals as the module.',
        ],
        body: '{"module": "sales_accounts", "id": "{{account.id}}"}',
      },
    } satisfies Readonly<Record<string, ByHand>>,
  },
  companies: {
    unnamed: 'Company without a name yet',
    shown: (name: string) => `Company shown: ${name}. Choose another one`,
    none: 'No company is connected yet.',
    open: 'Companies',
    claims: (parts: number) =>
      plural(parts, {
        one: 'Takes records born in the CRM by # condition.',
        other: 'Takes records born in the CRM by # conditions.',
      }),
    claimsNothing: 'Takes no record born in the CRM.',
    rest: 'Takes every record born in the CRM that no other company claims.',
    belongs: (name: string) => `Records born in the CRM that belong to ${name}`,
    belongsLead:
      'A new account in the CRM is created in this company if all of this is true, and in no other. What a company holds already stays there. Without a condition it goes to the first company.',
    other: (books: string) => `Connect another ${books}`,
    otherLead: (books: string) => `A company that needs keys or a sign-in of its own at ${books}.`,
  },
  match: {
    keepApart: (n: number) =>
      plural(n, {
        one: 'Keep the unsure pair apart',
        other: 'Keep all # unsure pairs apart',
      }),
    keepAsk: (n: number) => plural(n, { one: 'Call # pair not the same?', other: 'Call # pairs not the same?' }),
    keepExplains:
      'They are remembered as different and may be created on the other side with the next plan. Each can be joined again below.',
    keptApart: (n: number) => plural(n, { one: '# pair kept apart.', other: '# pairs kept apart.' }),
  },
}

export type JourneyTexts = typeof en
