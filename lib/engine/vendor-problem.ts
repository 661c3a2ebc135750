import type { ConnectorError, Problem } from '../model/problem'
import { sides } from '../model/words'
import type { Work } from './workshop'

const owners = new WeakMap<ConnectorError, string>()

/** Remembers whose call failed, at the one place where calls are made. */
export async function asking<T>(vendor: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (isConnectorError(error)) owners.set(error, vendor)
    throw error
  }
}

/** Whose call failed; null where no call was made. */
export const vendorOf = (error: ConnectorError): string | null => owners.get(error) ?? null

export function vendorProblem(work: Work, error: ConnectorError): { vendor: string; problem: Problem } {
  const [first] = sides
  return { vendor: vendorOf(error) ?? work.benches[first].connector.id, problem: error.problem }
}

const isConnectorError = (error: unknown): error is ConnectorError =>
  error instanceof Error && error.name === 'ConnectorError'
