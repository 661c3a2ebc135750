import { randomBytes } from 'node:crypto'
import { startExecutor, type Executor, type ExecutorOptions } from './index'

/**
 * Starts the executor with keys of this process alone and tells the SDK where it is. The SDK reads its environment when
 * the client is first loaded, so this comes before anything that imports it.
 */
export async function startEmbedded(
  options: Pick<ExecutorOptions, 'database' | 'appUrl' | 'now' | 'warn'>,
): Promise<Executor> {
  const signingKey = `signkey-embedded-${randomBytes(32).toString('hex')}`
  const eventKey = randomBytes(24).toString('hex')
  const executor = await startExecutor({ ...options, signingKey, eventKey })
  const found = { INNGEST_BASE_URL: executor.url, INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey }
  Object.assign(process.env, found, { INNGEST_DEV: '0' })
  return executor
}
