import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a fresh clone needs before anything of ours can run. Only Node's own modules: nothing is installed yet. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(`Node ${process.versions.node} is too old: Concord needs 20.19 or newer (24 is best).`)
}

/** `npm ci`, unless it already ran for this very lock file. */
export async function install(say) {
  const wanted = hashOf([readFileSync(join(root, 'package-lock.json'))])
  if (marked('node_modules/.concord-lock') === wanted) return
  say('Installing packages (npm ci) ...')
  await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true, shell: process.platform === 'win32' })
  mark('node_modules/.concord-lock', wanted)
}

/** `next build`, unless these very sources were built. */
export async function build(say) {
  const wanted = hashOf(sourceFiles().map((path) => readFileSync(join(root, path))))
  if (marked('.next/concord-sources') === wanted) return
  say('Building the app (next build) ...')
  await run(process.execPath, [bin('next'), 'build'], { quiet: true, env: { ...process.env, NODE_ENV: 'production' } })
  mark('.next/concord-sources', wanted)
}

/** A package's program as a file, so that it starts without a shell and stops with one signal. */
export function bin(name) {
  const path = { next: 'next/dist/bin/next', playwright: '@playwright/test/cli.js', vitest: 'vitest/vitest.mjs' }
  const others = { prettier: 'prettier/bin/prettier.cjs', eslint: 'eslint/bin/eslint.js', tsc: 'typescript/bin/tsc' }
  const found = { ...path, ...others }[name]
  if (found === undefined) throw new Error(`No program called ${name}`)
  return join(root, 'node_modules', found)
}

/** Runs to the end; quiet ones show what they said only when they fail. */
export function run(command, parts, { quiet = false, env = process.env, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parts, {
      cwd: root,
      env,
      shell,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    const said = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve()
      if (quiet) process.stderr.write(Buffer.concat(said))
      reject(new Error(`${command} ${parts.join(' ')} ended with ${code}`))
    })
  })
}

function sourceFiles() {
  const rooms = ['app', 'lib', 'inngest', 'drizzle']
  const single = [
    'proxy.ts',
    'instrumentation.ts',
    'next.config.ts',
    'package-lock.json',
    'package.json',
    'tsconfig.json',
  ]
  return [...rooms.flatMap(filesUnder), ...single].filter((path) => existsSync(join(root, path))).sort()
}

function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(join(root, path)).isFile())
}

function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const marked = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null)

function mark(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
