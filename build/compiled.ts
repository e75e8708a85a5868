// What does V8 keep of the executable's script? One executable is made to run commands and tell; two lists come of it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, zstdCompressSync } from 'node:zlib'

/** Asset → path. `warming` is the executable that keeps what it compiles. */
export const compiledAssets = (warming: string, parts: string, cache: string): Record<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-build-'))
  const project = join(folder, 'clinic')
  const run = (directory: string, args: readonly string[], to?: string): void => {
    const env = { PINTAIL_CACHE: cache, ...(to === undefined ? {} : { COMPILED_TO: to }) }
    const { status, stderr } = spawnSync(warming, args, { cwd: directory, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`pintail ${args.join(' ')} failed: ${stderr}`)
  }
  const [light, full] = [join(parts, 'compiled-light'), join(parts, 'compiled-full')]
  try {
    run(folder, ['init', 'clinic', '--template', 'heart'])
    for (const verb of [['apply', '--yes'], ['ingest'], ['materialize']]) run(project, verb)
    writeFileSync(join(project, 'spine.csv'), 'patient_id,event_timestamp\np001,2025-06-01T00:00:00Z\n')
    run(project, ['online', '--entity', 'patient_id=p001', '--features', 'cardiac:*'], light)
    run(project, ['historical', '--spine', 'spine.csv', '--features', 'cardiac:*', '-o', '-'], full)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const params = { [constants.ZSTD_c_compressionLevel]: 19 }
  writeFileSync(`${full}.zst`, zstdCompressSync(readFileSync(full), { params }))
  return { 'compiled/light': light, 'compiled/full.zst': `${full}.zst` }
}
