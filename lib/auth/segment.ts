/** What an address inside the frame begins with: an installation and, where it has several companies, which one. */
export interface Segment {
  readonly installKey: string
  readonly integration: string | null
}

const shape = /^([\w-]{1,64})(?:~([\w-]{1,64}))?$/

/** Null for what is no such part of an address. */
export function segmentOf(text: string): Segment | null {
  const [, installKey, integration = null] = shape.exec(text) ?? []
  return installKey === undefined ? null : { installKey, integration }
}

/** The first company needs no name of its own: its address is the installation's. */
export const segmentFor = ({ installKey, integration }: Segment): string =>
  integration === null ? installKey : `${installKey}~${integration}`
