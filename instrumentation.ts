/** Next bundles this file for every runtime it knows; only Node's can open the database and run the jobs. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { boot } = await import('./lib/executor/boot')
    await boot()
  }
}
