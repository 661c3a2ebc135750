import { Check } from 'lucide-react'
import { ButtonLink } from '../../../_ui/button'
import { Card } from '../../../_ui/card'
import type { Visit } from '../../enter'

/** The first thing a new installation shows. */
export function NotSetUp({ visit: { t, names, paths, admin } }: { visit: Visit }) {
  return (
    <Card>
      <div className="px-5 py-8 sm:px-8 sm:py-10">
        <h1 className="max-w-[34ch] text-xl sm:text-2xl">{t.status.notSetUp.lead(names.crm)}</h1>
        <ul className="mt-5 space-y-2.5">
          {t.status.notSetUp.points.map((point) => (
            <li key={point} className="flex gap-2.5 text-[0.9375rem]">
              <Check aria-hidden className="mt-0.5 size-[1.125rem] shrink-0 text-ok" />
              {point}
            </li>
          ))}
        </ul>
        {admin && (
          <p className="mt-7">
            <ButtonLink href={paths.setup()} kind="primary">
              {t.status.notSetUp.button}
            </ButtonLink>
          </p>
        )}
      </div>
    </Card>
  )
}
