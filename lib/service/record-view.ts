import type { StandingLink } from '@/lib/store/standing'
import { classify, standing } from '@/lib/sync/standing'
import { title } from '@/lib/sync/title'
import type { RecordView } from './views'

export function recordView(link: StandingLink): RecordView {
  const { crm, books, gone, because, underway } = link
  const kind = classify({ inBoth: crm !== null && books !== null, gone, because, underway })
  const code = books?.seen.code ?? crm?.seen.code
  return {
    link: link.id,
    entity: (books ?? crm)?.entity ?? 'customer',
    name: title(link),
    code: typeof code === 'string' ? code : null,
    standing: standing(kind),
    class: kind,
    because,
    crmId: crm?.id ?? null,
    booksId: books?.id ?? null,
    changedAt: link.changedAt,
  }
}
