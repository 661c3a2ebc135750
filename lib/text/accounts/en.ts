import type { HealthKind } from '@/lib/model/health'
import { counter } from '../count'

const { plural } = counter('en')

interface HealthText {
  readonly title: string
  readonly todo: string
}

export const en = {
  connect: {
    lead: (vendor: string) =>
      `${vendor} opens in a window of its own. You sign in there and say yes; your password never comes to us.`,
    which: 'Which accounting system?',
    whichLead: 'Concord keeps this CRM in step with one of these.',
    reads: (what: string) => `${what}, with their lists and the names of users.`,
    writes: (what: string) => `${what}, as your rules say.`,
    writesNothing: 'Nothing. Your rules only lead from here to the other system.',
    role: (vendor: string) =>
      `An account at ${vendor} that may give other applications access; usually an administrator’s.`,
    button: (vendor: string) => `Sign in to ${vendor}`,
    again: (vendor: string) => `Sign in to ${vendor} again`,
    waiting: (vendor: string) => `Waiting for your answer in the window of ${vendor}.`,
    waitingMore:
      'Take your time: you have ten minutes. This page notices by itself. If you closed the window, begin again.',
    noWindow: 'The window was not allowed to open',
    noWindowMore: 'Open it with this link; it works once, for a minute.',
    open: (vendor: string) => `Open ${vendor}`,
    stop: 'Begin again',
    failed: {
      declined: {
        title: 'You said no',
        todo: 'Nothing was connected and nothing changed here. Begin again whenever you like.',
      },
      late: {
        title: 'Ten minutes have passed without an answer',
        todo: 'Nothing was connected. Begin again.',
      },
      busy: {
        title: 'Both systems are being read right now',
        todo: 'You signed in to another company than before, so nothing was changed. Wait until the dry run is over, then sign in again.',
      },
      'other-browser': {
        title: 'The answer came from another browser',
        todo: 'For your safety it was not used. Begin again and stay in the window that opens.',
      },
    },
    stranger: {
      title: 'This is another company',
      todo: (companies: string) =>
        `Your records belong to the first one, so nothing was changed: ${companies}. Sign in again and choose the same company.`,
    },
    domain: { label: 'Name in your address', hint: 'The first part of your address there, before the first dot.' },
  },
  popup: {
    title: (vendor: string) => `Connect ${vendor}`,
    opening: 'One moment, the sign-in page is opening.',
    asks: (person: string, crm: string) => `${person} asks to connect it to Concord in this CRM: ${crm}.`,
    warning: 'Go on only if that is you, and that is your CRM. Otherwise close this window.',
    goOn: 'Yes, go on',
    spent: 'This link is no longer good',
    spentTodo: 'It works once, for a minute. Go back to the CRM and begin again.',
    done: 'Connected',
    doneTodo: 'You can close this window and go on in the CRM.',
    failed: 'Not connected',
    failedTodo: 'Close this window; the page in the CRM says why and what to do.',
    close: 'Close this window',
  },
  health: {
    label: 'Connections',
    lead: 'How we reach the two systems, and until when.',
    goodUntil: (day: string) => `Good until ${day} if it is not used; every run extends it.`,
    since: (when: string) => `Since ${when}.`,
    kind: {
      ok: { title: 'In order', todo: 'Nothing to do.' },
      'refresh-pending': { title: 'About to be renewed', todo: 'Nothing to do: the next run renews it.' },
      'sign-in-needed': { title: 'Sign-in needed', todo: 'Sign in again; everything you set up stays as it is.' },
      'consent-needed': {
        title: 'A right is missing',
        todo: 'Your rules need more than this access allows. Connect again with an account that may do all of it.',
      },
      'settings-missing': { title: 'Not complete', todo: 'One answer is missing before this can work.' },
      revoked: { title: 'Taken back', todo: 'Somebody ended our access there. Sign in again to go on.' },
      degraded: { title: 'Answers badly', todo: 'It is tried again by itself; nothing was lost.' },
    } satisfies Record<HealthKind, HealthText>,
    reconnect: 'Sign in again',
    enterKeys: 'Enter keys again',
    complete: 'Complete it',
  },
  disconnect: {
    title: (vendor: string) => `Disconnect ${vendor}`,
    lead: 'Synchronisation stops, our access is given back and the stored keys are destroyed. Your settings and the history stay.',
    mirrored: (crm: string) => `Records in ${crm} that are locked because the accounting leads`,
    keep: { label: 'Leave them locked', hint: 'Good if you connect again soon.' },
    unlock: { label: 'Unlock them', hint: 'People may edit them in the CRM again. They are not deleted.' },
    button: 'Disconnect',
    asked: 'Nothing is deleted in either system.',
    unlocking: (n: number) =>
      plural(n, {
        one: '# record is unlocked first; then the connection ends.',
        other: '# records are unlocked first; then the connection ends.',
      }),
  },
  leave: {
    title: 'Uninstall Concord',
    lead: 'Synchronisation stops at once, our access to both systems is given back, and every stored key is destroyed.',
    kept: (days: number) =>
      `Settings, links and history are kept for ${days} days. Install again in that time and everything is there; you only sign in once more. After that all of it is deleted.`,
    untouched: 'Nothing is deleted in the CRM or in the accounting.',
    export: 'Download your data first',
    exportLead: 'Settings, links and history, to keep or to check.',
    json: 'Everything (one file)',
    csv: 'Records (table)',
    columns: ['Company', 'Kind', 'Name', 'Code', 'State', 'Id in the CRM', 'Id in the accounting', 'Last change'],
    button: 'Uninstall',
    gone: 'Concord is uninstalled',
    goneTodo: (day: string) => `You can close this page. Everything is kept until ${day}, in case you come back.`,
  },
}
export type AccountsTexts = typeof en
