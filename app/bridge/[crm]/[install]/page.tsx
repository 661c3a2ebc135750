import { BridgeFrame } from '../../_frame'

interface Asked {
  readonly params: Promise<{ readonly crm: string; readonly install: string }>
}

/** The same for one installation: only its own pages frame it, and only its own people come in. */
export default async function BridgeOfInstallation({ params }: Asked) {
  return <BridgeFrame {...await params} />
}
