import { ConnectPage } from '../_parts/connect-page'

export default async function ConnectBooksPage({ params }: { params: Promise<{ install: string }> }) {
  return <ConnectPage install={(await params).install} side="books" />
}
