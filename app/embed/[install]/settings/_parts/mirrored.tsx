import { accountsTexts } from '@/lib/text/accounts'
import { ChooseOne } from '../../../../_ui/choose-one'
import type { Visit } from '../../../enter'

/** What becomes of the records that are locked in the CRM because the books lead. */
export function Mirrored({ visit: { locale, names } }: { visit: Visit }) {
  const { disconnect } = accountsTexts(locale)
  return (
    <ChooseOne
      name="mirrored"
      label={disconnect.mirrored(names.crm)}
      chosen="keep"
      cards={[
        { value: 'keep', label: disconnect.keep.label, detail: disconnect.keep.hint },
        { value: 'unlock', label: disconnect.unlock.label, detail: disconnect.unlock.hint },
      ]}
    />
  )
}
