import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../demo/prepare.mjs'

export interface Route {
  /** With its parameters in brackets. */
  readonly path: string
  /** A file or an answer for programs, not a page. */
  readonly file: boolean
}

/** Every route of the build, by Next's own list. */
export function routesOfBuild(): readonly Route[] {
  const manifest = join(root, '.next/app-path-routes-manifest.json')
  if (!existsSync(manifest)) return []
  const known = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>
  return Object.entries(known).map(([source, path]) => ({ path, file: source.endsWith('/route') }))
}
