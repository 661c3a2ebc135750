import type { Query } from '../../../asked'
import { ConnectPage } from '../_parts/connect-page'

interface Place {
  readonly params: Promise<{ install: string }>
  readonly searchParams: Query
}

export default async function ConnectCrmPage({ params, searchParams }: Place) {
  return <ConnectPage install={(await params).install} side="crm" query={searchParams} />
}
