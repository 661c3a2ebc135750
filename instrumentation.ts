/** Before the first request: the database opens with its migrations, and the jobs get somebody who runs them. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ database }, { env }, { startEmbedded }] = await Promise.all([
    import('./lib/store/db'),
    import('./lib/env'),
    import('./lib/executor/embedded'),
  ])
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)
  const db = await database()
  for (const warning of db.warnings) say(warning)
  const { INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, PORT } = env()
  if (INNGEST_BASE_URL ?? INNGEST_EVENT_KEY ?? INNGEST_SIGNING_KEY) return
  await startEmbedded({
    database: db,
    appUrl: `http://127.0.0.1:${PORT}/api/inngest`,
    now: () => Date.now() + db.clockOffset,
    warn: (sentence, detail) => say(detail instanceof Error ? `${sentence}: ${detail.message}` : sentence),
  })
}
