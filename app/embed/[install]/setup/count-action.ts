'use server'

import { z } from 'zod'
import { condition } from '@/lib/model/settings'
import { entities } from '@/lib/model/words'
import type { Entity } from '@/lib/model/words'
import { countFilter as count } from '@/lib/service/travels'
import { enter } from '../../enter'

const asked = z.object({ entity: z.enum(entities), filter: z.array(condition).max(20) })

/** How many records a filter would let pass, before it is saved; reads only. */
export async function countFilter(install: string, entity: Entity, filter: string) {
  const visit = await enter(install)
  const found = asked.safeParse({ entity, filter: readable(filter) })
  if (visit === null || !found.success) return null
  const counted = await count(visit.seat, found.data.entity, found.data.filter)
  return counted && { passing: visit.f.number(counted.passing), of: visit.f.number(counted.of) }
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
