import { env, mailWarnings } from '@/lib/env'
import { database } from '@/lib/store/db'
import { startEmbedded } from './embedded'

/** What a server does before its first request: open the database with its migrations, and see that somebody runs the jobs. */
export async function boot(): Promise<void> {
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, PORT } = env()
  const db = await database()
  for (const warning of [...db.warnings, ...mailWarnings(env())]) say(warning)
  if (INNGEST_BASE_URL ?? INNGEST_EVENT_KEY ?? INNGEST_SIGNING_KEY) return
  await startEmbedded({
    database: db,
    appUrl: `http://127.0.0.1:${PORT}/api/inngest`,
    now: () => Date.now() + db.clockOffset,
    warn: (sentence, detail) => say(detail instanceof Error ? `${sentence}: ${detail.message}` : sentence),
  })
}

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
