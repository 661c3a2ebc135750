'use server'

import { redirect } from 'next/navigation'
import type { Entity, Space } from '@/lib/model/words'
import { joinClear, joinPair, keepPairApart, keepUnclearApart, relink, unlink } from '@/lib/service/pair-records'
import { preview } from '@/lib/service/preview'
import { journeyTexts } from '@/lib/text/journey'
import type { Answer } from '../../../_ui/answer'
import { pathsOf } from '../../paths'
import { reply, saying } from '../../reply'

/** A dry run reads both systems; then the page that asked shows what it found. */
export async function readBoth(install: string, page: 'match' | 'review'): Promise<Answer> {
  const asked = await reply(install, preview, {}, () => saying(null))
  if (asked.ok) redirect(pathsOf(install).setup(page))
  return asked
}

export async function joinThese(install: string, crm: string, books: string): Promise<Answer> {
  return reply(install, joinPair, { crm, books }, (t) => saying(t.pages.match.joined))
}

export async function keepTheseApart(install: string, crm: string, books: string): Promise<Answer> {
  return reply(install, keepPairApart, { crm, books }, (t) => saying(t.pages.match.remembered))
}

export async function joinAllClear(install: string, entity: Entity): Promise<Answer> {
  return reply(install, joinClear, { entity }, (t, { joined }) => saying(t.pages.match.accepted(joined)))
}

export async function keepUnclear(install: string, entity: Entity): Promise<Answer> {
  return reply(install, keepUnclearApart, { entity }, (_t, { apart }, visit) =>
    saying(journeyTexts(visit.locale).match.keptApart(apart)),
  )
}

export async function joinAgain(install: string, space: Space, crmId: string, booksId: string): Promise<Answer> {
  return reply(install, relink, { space, crmId, booksId }, (t) => saying(t.pages.match.joined))
}

export async function separate(install: string, link: string): Promise<Answer> {
  return reply(install, unlink, { link }, (t) => saying(t.pages.match.unlinked))
}
