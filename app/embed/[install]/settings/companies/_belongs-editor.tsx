'use client'

import { useState } from 'react'
import type { Condition } from '@/lib/model/settings'
import type { Locale } from '@/lib/model/words'
import { pageTexts } from '@/lib/text/pages'
import { Conditions } from '../../setup/_edit/conditions'
import type { FilterField } from '../../setup/_edit/travels-editor'

interface BelongsEditorProps {
  readonly locale: Locale
  readonly belongs: readonly Condition[]
  readonly fields: readonly FilterField[]
}

/** By what a record born in the CRM is known to belong to this company. */
export function BelongsEditor({ locale, belongs, fields }: BelongsEditorProps) {
  const [conditions, setConditions] = useState(belongs)
  return (
    <div className="space-y-2">
      <input type="hidden" name="answers" value={JSON.stringify({ belongs: conditions })} />
      <Conditions
        name="born"
        words={pageTexts(locale).travels}
        conditions={conditions}
        fields={fields}
        onChange={setConditions}
      />
    </div>
  )
}
