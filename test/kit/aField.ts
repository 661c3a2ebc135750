import type { Field } from '@/lib/model/connector'

/** A text field as a vendor's live schema describes it. */
export const aField = (key: string, part: Partial<Field> = {}): Field => ({
  key,
  label: key,
  type: 'text',
  mandatory: false,
  readOnly: false,
  ...part,
})
