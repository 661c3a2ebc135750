'use server'

import { importConfiguration } from '@/lib/service/configuration'
import type { Unfit } from '@/lib/service/configuration'
import { restoreVersion } from '@/lib/service/versions'
import type { Texts } from '@/lib/text'
import type { Answer } from '../../../../_ui/answer'
import { reply, saying } from '../../../reply'

export async function restore(install: string, version: number): Promise<Answer> {
  return reply(install, restoreVersion, { version }, (t) => saying(t.pages.advanced.restored))
}

/** Reads a configuration file into the draft; what does not fit is named, place by place. */
export async function bringIn(install: string, _before: Answer | null, form: FormData): Promise<Answer> {
  const file = form.get('text')
  const text = file instanceof File ? await file.text() : ''
  return reply(install, importConfiguration, { text }, (t, { unfit }) =>
    unfit.length === 0 ? saying(t.pages.advanced.imported) : refusalOf(t, unfit),
  )
}

const refusalOf = (t: Texts, unfit: readonly Unfit[]): Answer => ({
  ok: false,
  title: t.pages.advanced.unfit(unfit.length),
  lines: unfit.map(({ path, code, expected }) => t.pages.advanced.unfitCode[code](path, expected ?? '')),
  fields: {},
})
