import { BridgeFrame } from '../_frame'

interface Asked {
  readonly params: Promise<{ readonly crm: string }>
}

/** The page that an administrator registers in the CRM: whoever opens it there is asked for by the CRM's own word. */
export default async function Bridge({ params }: Asked) {
  return <BridgeFrame crm={(await params).crm} install={null} />
}
