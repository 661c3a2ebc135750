import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, type Cluster } from '../kit/postgres'
import { built } from './build'
import { killed } from './killed'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startPostgres()
})
afterAll(() => cluster.stop())

describe('kill -9', () => {
  it('processes that die in the middle of a first load lose nothing, double nothing and leave nothing to write', async () => {
    const survived = await killed(await cluster.fresh(), await built(), { clients: 150, kills: 3, seed: 1 })
    expect(survived.kills).toBe(3)
    expect(survived).toMatchObject({ records: survived.expected, codes: survived.expected, rewritten: 0 })
  }, 240_000)
})
