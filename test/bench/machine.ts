import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'

/** Where figures come from: absolute times mean nothing without it. */
export function machine(): string {
  const [first] = cpus()
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform
  const memory = Math.round(totalmem() / 2 ** 30)
  const [load = 0] = loadavg()
  return `${cpus().length} x ${first?.model ?? 'unknown'}, ${memory} GiB, ${system}, Node ${process.versions.node}, ${server()}, load ${load.toFixed(1)}`
}

function server(): string {
  const [newest] = readdirSync('/usr/lib/postgresql').sort((a, b) => Number(b) - Number(a))
  const said = execFileSync(`/usr/lib/postgresql/${newest}/bin/postgres`, ['--version'], { encoding: 'utf8' })
  return said.trim().replace(/^postgres \(PostgreSQL\) (\S+).*$/, 'PostgreSQL $1')
}
