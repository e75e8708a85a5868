// On what was it measured? Processor, memory, versions and commit, printed with every result.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { repository } from './cache.ts'
import { python } from './peers.ts'

export type Machine = Readonly<Record<string, string>>

const said = (command: string, ...options: readonly string[]): string => {
  try {
    return execFileSync(command, options, {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'missing'
  }
}

const versionOf = (name: string): string => {
  const found = /"version": "(.+?)"/.exec(readFileSync(join(repository, `node_modules/${name}/package.json`), 'utf8'))
  return found?.[1] ?? 'unknown'
}

const pythonVersions = `
import importlib.metadata as m, platform
print("Python", platform.python_version(), *(f"{n} {m.version(n)}" for n in ("pandas", "polars", "pyarrow")))
`

export const machine = (): Machine => ({
  processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${process.platform} ${release()} ${process.arch}`,
  engines: `Node.js ${process.version}, DuckDB ${versionOf('@duckdb/node-api')}, better-sqlite3 ${versionOf('better-sqlite3')}`,
  peers: said(python, '-c', pythonVersions),
  commit: `${said('git', 'rev-parse', '--short', 'HEAD')}${said('git', 'status', '--porcelain', '-uno') ? ' and changes' : ''}`,
  date: new Date().toISOString().slice(0, 10),
})
