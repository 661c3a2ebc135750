import { describe, expect, it } from 'vitest'
import { inLease, isLeaseLost, type Database } from '@/lib/store/db'
import { integration, saveDraft } from '@/lib/store/integrations'
import { holdLease, lease, releaseLease, renewLease, takeLease } from '@/lib/store/leases'
import { noSettings } from '@/lib/model/settings'
import { aWorld, onBothDatabases, type World } from './world'

onBothDatabases('leases', (place: () => Database) => {
  const take = (world: World, holder: string) =>
    world.within((tx, here) => takeLease(tx, here, world.integration, holder, 1_000))

  it('one worker holds an integration, and another takes over only after it expired', async () => {
    const world = await aWorld(place())
    expect(await take(world, 'first')).toBe(1)
    expect(await take(world, 'second')).toBeNull()
    world.clock.now += 1_000
    expect(await take(world, 'second')).toBe(2)
    expect(await world.within((tx, here) => renewLease(tx, here, world.integration, 1, 1_000))).toBe(false)
    expect(await world.within((tx, here) => lease(tx, here, world.integration))).toMatchObject({
      holder: 'second',
      token: 2,
    })
  })

  it('of many who try at once exactly one gets it', async () => {
    const world = await aWorld(place())
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, at) => take(world, `w${at}`)))
    expect(tokens.filter((token) => token !== null)).toEqual([1])
  })

  it('a worker whose lease ran out goes on while nobody took over, and a stale one commits nothing', async () => {
    const world = await aWorld(place())
    const held = { integration: world.integration, token: 1, ttl: 1_000 }
    const room = { ...world.here, db: world.db }
    await take(world, 'first')
    world.clock.now += 5_000
    await inLease(room, held, (tx) => saveDraft(tx, world.here, world.integration, { ...noSettings, every: 20 }))
    world.clock.now += 5_000
    await take(world, 'second')
    const late = inLease(room, held, (tx) => saveDraft(tx, world.here, world.integration, { ...noSettings, every: 99 }))
    await expect(late).rejects.toSatisfy(isLeaseLost)
    await expect(
      world.within(async (tx, here) => {
        await saveDraft(tx, here, world.integration, { ...noSettings, every: 99 })
        await holdLease(tx, here, world.integration, 1, 1_000)
      }),
    ).rejects.toSatisfy(isLeaseLost)
    expect((await world.within((tx, here) => integration(tx, here, world.integration)))?.settings.every).toBe(20)
  })

  it('a lease that was given back is free at once', async () => {
    const world = await aWorld(place())
    await take(world, 'first')
    await world.within((tx, here) => releaseLease(tx, here, world.integration, 1))
    expect(await take(world, 'second')).toBe(2)
  })
})

describe('the lease of a run', () => {
  it('is told apart from any other failure', () => {
    expect(isLeaseLost(new Error('something else'))).toBe(false)
  })
})
