import { describe, expect, test } from 'vitest'
import { causeOf, type About, type Incident } from '@/lib/model/alert'
import { expiring } from '@/lib/mail/expiring'
import { letters, type Post } from '@/lib/mail/letters'
import { missed } from '@/lib/mail/missed'
import { isQuiet } from '@/lib/mail/quiet'
import { watch } from '@/lib/mail/watch'
import { anIncident, aboutRecords, signedOut } from './incidents'

const hour = 3_600_000
const day = 24 * hour
const at = (post: Partial<Post>) =>
  letters({ now: 0, incidents: [], quiet: false, digestAt: null, sentToday: 0, ...post })
const kinds = (post: Partial<Post>) => at(post).map(({ kind }) => kind)

describe('Mail comes on a change of state only', () => {
  test('the first error of a cause is told, whatever number of records it has', () => {
    const [letter, ...others] = at({ incidents: [anIncident({ count: 100 })] })
    expect(letter).toMatchObject({ kind: 'opened', incidents: [{ count: 100 }] })
    expect(others).toEqual([])
  })

  test('causes that begin together come in one mail', () => {
    const both = [anIncident({ id: 'a' }), anIncident({ id: 'b', about: aboutRecords({ field: 'name' }) })]
    expect(at({ incidents: both }).map(({ incidents }) => incidents.length)).toEqual([2])
  })

  test('nothing new, no mail, however often somebody looks', () => {
    const told = anIncident({ announcedAt: 0, toldAt: 0, toldCount: 5, count: 5 })
    for (const now of [1, hour, day, 30 * day]) expect(kinds({ now, incidents: [told] })).toEqual([])
    expect(kinds({ now: hour, incidents: [{ ...told, count: 3 }] })).toEqual([])
  })

  test('more records of a known cause come with a digest, at most hourly', () => {
    const grown = anIncident({ announcedAt: 0, toldAt: 0, toldCount: 5, count: 9 })
    expect(kinds({ now: hour - 1, incidents: [grown] })).toEqual([])
    expect(kinds({ now: hour, incidents: [grown] })).toEqual(['digest'])
    expect(kinds({ now: hour, digestAt: 1, incidents: [grown] })).toEqual([])
  })

  test('after ten first errors in a day the next ones wait for the digest', () => {
    expect(kinds({ incidents: [anIncident()], sentToday: 9 })).toEqual(['opened'])
    expect(kinds({ now: 2 * hour, incidents: [anIncident()], sentToday: 10, digestAt: 2 * hour - 1 })).toEqual([])
    expect(kinds({ now: 2 * hour, incidents: [anIncident()], sentToday: 10, digestAt: hour })).toEqual(['digest'])
  })

  test('the end of a cause that was told is told once', () => {
    const over = anIncident({ announcedAt: 0, toldAt: 0, resolvedAt: hour })
    expect(kinds({ now: hour, incidents: [over] })).toEqual(['recovered'])
    expect(kinds({ now: hour, incidents: [{ ...over, recoveryToldAt: hour }] })).toEqual([])
    expect(kinds({ now: hour, incidents: [{ ...over, announcedAt: null }] })).toEqual([])
  })

  test('a cause that comes and goes is announced once in 24 hours, and then again', () => {
    const back = anIncident({ openedAt: 5 * hour, lastAnnouncedAt: 0 })
    expect(kinds({ now: 5 * hour, incidents: [back] })).toEqual([])
    expect(kinds({ now: day - 1, incidents: [back] })).toEqual([])
    expect(kinds({ now: day, incidents: [back] })).toEqual(['opened'])
  })
})

describe('What only a person can mend', () => {
  test('is told at once, also in quiet hours, while everything else waits for their end', () => {
    const all = [
      anIncident({ about: signedOut }),
      anIncident({ about: { kind: 'missed', vendor: null, problem: null } }),
    ]
    const calm = [anIncident(), anIncident({ announcedAt: 0, resolvedAt: 1 })]
    expect(kinds({ quiet: true, incidents: [...all, ...calm] })).toEqual(['urgent', 'urgent'])
    expect(kinds({ quiet: false, incidents: calm })).toEqual(['opened', 'recovered'])
  })

  test('is told again when a sign-in is lost a second time on the same day; missed runs only once in 24 hours', () => {
    const again = (about: About) => kinds({ now: hour, incidents: [anIncident({ about, lastAnnouncedAt: 0 })] })
    expect(again(signedOut)).toEqual(['urgent'])
    expect(again({ kind: 'missed', vendor: null, problem: null })).toEqual([])
  })

  test('is recalled after one, three and seven days, then every week', () => {
    let incident = anIncident({ about: signedOut, announcedAt: 0, toldAt: 0 })
    const recalled: number[] = []
    for (let now = 0; now < 30 * day; now += hour) {
      if (!kinds({ now, incidents: [incident] }).includes('reminder')) continue
      recalled.push(now / day)
      incident = { ...incident, toldAt: now }
    }
    expect(recalled).toEqual([1, 3, 7, 14, 21, 28])
  })
})

test('a reminder wakes nobody: it comes when the quiet hours are over', () => {
  const incidents = [anIncident({ about: signedOut, announcedAt: 0, toldAt: 0 })]
  expect(kinds({ now: day, quiet: true, incidents })).toEqual([])
  expect(kinds({ now: day + 4 * hour, incidents })).toEqual(['reminder'])
})

describe('Quiet hours', () => {
  const evening = { from: 20 * 60, to: 7 * 60, zone: 'Europe/Madrid' }
  const clock = (text: string) => Date.parse(`2026-11-26T${text}:00Z`)

  test('go over midnight, in the clock of the people who set them', () => {
    expect(
      [clock('18:59'), clock('19:00'), clock('23:30'), clock('05:59'), clock('06:00')].map((now) =>
        isQuiet(evening, now),
      ),
    ).toEqual([false, true, true, true, false])
  })

  test('may lie within a day, or not be kept at all', () => {
    const lunch = { from: 12 * 60, to: 14 * 60, zone: 'UTC' }
    expect([clock('11:59'), clock('12:00'), clock('13:59'), clock('14:00')].map((now) => isQuiet(lunch, now))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isQuiet({ from: null, to: null, zone: 'UTC' }, 0)).toBe(false)
    expect(isQuiet({ from: 60, to: 60, zone: 'UTC' }, 3_600_000)).toBe(false)
  })
})

describe('Three runs in a row', () => {
  const stopped = { kind: 'stopped', vendor: 'v', problem: { kind: 'unreachable' } } as const
  const run = (result: Parameters<typeof missed>[0]['runs'][number]['result'], trigger = 'schedule' as const) =>
    ({ phase: result ? 'closed' : 'apply', trigger, result }) as const
  const among = (runs: Parameters<typeof missed>[0]['runs'], dueAt: number | null = null, now = 0) =>
    missed({ runs, dueAt, every: 15, now })

  test('that did not end well are missed; two are not, nor three with a good one between', () => {
    expect(among([run(stopped), run(stopped), run(stopped)])).toEqual({ ...stopped, kind: 'missed' })
    expect(among([run(stopped), run(stopped), run({ kind: 'done' }), run(stopped)])).toBeNull()
    expect(among([run({ kind: 'interrupted' }), run(stopped), run({ kind: 'interrupted' })])).toMatchObject({
      vendor: 'v',
    })
    expect(among([run({ kind: 'done' }), run(stopped), run(stopped), run(stopped)])).toBeNull()
  })

  test('a dry run is none of them, nor is a run under way', () => {
    const preview = { phase: 'closed', trigger: 'preview', result: stopped } as const
    expect(among([preview, run(stopped), preview, run(stopped)])).toBeNull()
    expect(among([run(null), run(stopped), run(stopped), run(stopped)])).toMatchObject({ kind: 'missed' })
  })

  test('that should have begun by now and did not are missed, too', () => {
    const due = 1_000
    expect(among([run({ kind: 'done' })], due, due + 45 * 60_000 - 1)).toBeNull()
    expect(among([run({ kind: 'done' })], due, due + 45 * 60_000)).toEqual({
      kind: 'missed',
      vendor: null,
      problem: null,
    })
    expect(among([run(null)], due, due + day)).toBeNull()
  })
})

describe('Causes', () => {
  test('begin, grow and end by their names', () => {
    const open: Incident[] = [
      anIncident({ id: 'a', count: 1 }),
      anIncident({ id: 'b', about: aboutRecords({ field: 'name' }) }),
    ]
    const now = [
      { about: aboutRecords(), count: 3, sample: ['Durand'] },
      { about: signedOut, count: 1, sample: [] },
    ]
    const { opened, changed, resolved } = watch(now, open)
    expect(opened).toEqual([now[1]])
    expect(changed).toMatchObject([{ incident: { id: 'a' }, now: { count: 3 } }])
    expect(resolved.map(({ id }) => id)).toEqual(['b'])
    expect(watch([{ about: aboutRecords(), count: 1, sample: [] }], [anIncident({ count: 1 })])).toEqual({
      opened: [],
      changed: [],
      resolved: [],
    })
  })

  test('differ by kind of record, reason, side and field', () => {
    const names = [
      aboutRecords(),
      aboutRecords({ field: null }),
      aboutRecords({ side: 'crm' }),
      aboutRecords({ entity: 'contact' }),
      aboutRecords({ reason: 'surprise' }),
    ].map(causeOf)
    expect(new Set(names).size).toBe(names.length)
    expect(names[0]).toBe('customer.rejected.books.email')
  })
})

describe('A sign-in that ends', () => {
  const until = 100 * day
  const daysLeft = (left: number, idle: number | null = null) => {
    const about = expiring('xero', until, idle, until - left * day)
    return about?.kind === 'expiring' ? about.days : null
  }

  test('is told of thirty, seven and one day before, each once', () => {
    expect([31, 30, 8, 7, 2, 1, 0.5].map((left) => daysLeft(left))).toEqual([null, 30, 30, 7, 7, 1, 1])
    expect([0, -1].map((left) => daysLeft(left))).toEqual([null, null])
    expect(expiring('xero', null, null, 0)).toBeNull()
    const about: About = { kind: 'expiring', vendor: 'xero', until, days: 30 }
    expect(causeOf(about)).not.toBe(causeOf({ ...about, days: 7 }))
    expect(causeOf(about)).toBe(causeOf({ ...about, until: until + 1 }))
  })

  test('is no news where every use begins it anew', () => {
    expect(daysLeft(29, 30 * day)).toBeNull()
    expect(daysLeft(6, 30 * day)).toBe(7)
    expect(daysLeft(29, 100 * day)).toBe(30)
  })

  test('is not called solved when the next warning takes its place', () => {
    const about: About = { kind: 'expiring', vendor: 'xero', until, days: 30 }
    const over = anIncident({ about, announcedAt: 0, toldAt: 0, resolvedAt: hour })
    expect(kinds({ now: hour, incidents: [over] })).toEqual([])
    expect(kinds({ now: hour, incidents: [anIncident({ about: { ...about, days: 7 } })] })).toEqual(['opened'])
  })
})
