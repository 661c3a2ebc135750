import type { Connector } from '../model/connector'

/** One part of a host name and nothing else, so that what somebody types cannot lead elsewhere. */
export const isLabel = (text: string): boolean => /^[a-z0-9](-?[a-z0-9])*$/i.test(text) && text.length <= 63

/** Where the vendor's API is for this customer: the manifest's address with the labels that were asked for. */
export function addressOf({ baseUrl }: Pick<Connector, 'baseUrl'>, labels: Readonly<Record<string, string>>): string {
  return (baseUrl ?? '').replace(/\{(\w+)\}/g, (_whole, key: string) => {
    const label = labels[key] ?? ''
    if (!isLabel(label)) throw new Error(`${key} is no part of a host name`)
    return label.toLowerCase()
  })
}
