import { build } from 'esbuild'
import { join } from 'node:path'
import { root } from '../kit/source'

const folder = join(root, 'test/output/bench')

/** Bundled as a server would be, so that no loader's memory or time is measured with us. */
export async function built(): Promise<Record<'candidate' | 'vendors', string>> {
  await build({
    absWorkingDir: root,
    entryPoints: ['candidate', 'vendors'].map((name) => `test/bench/${name}.ts`),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: [
      'pg',
      '@electric-sql/pglite',
      '@neondatabase/serverless',
      'drizzle-orm',
      'drizzle-orm/*',
      'ws',
      'inngest',
      'inngest/*',
      'csv-parse/sync',
    ],
    sourcemap: 'inline',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return { candidate: join(folder, 'candidate.mjs'), vendors: join(folder, 'vendors.mjs') }
}
