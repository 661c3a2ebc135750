import { causeOf, type About, type Incident } from '@/lib/model/alert'

type Records = Extract<About, { kind: 'records' }>

export const aboutRecords = (part: Partial<Records> = {}): Records => ({
  kind: 'records',
  entity: 'customer',
  reason: 'rejected',
  field: 'email',
  side: 'books',
  ...part,
})

export const signedOut: About = { kind: 'signed-out', vendor: 'sage-50-fr', problem: { kind: 'signed-out' } }

/** A cause that began a moment ago and that nobody was told of. */
export const anIncident = (part: Partial<Incident> = {}): Incident => ({
  id: 'incident-1',
  count: 1,
  most: part.count ?? 1,
  sample: [],
  openedAt: 0,
  announcedAt: null,
  toldAt: null,
  toldCount: 0,
  resolvedAt: null,
  recoveryToldAt: null,
  lastAnnouncedAt: part.announcedAt ?? null,
  about: aboutRecords(),
  ...part,
  cause: causeOf(part.about ?? aboutRecords()),
})
