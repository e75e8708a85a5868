// How is the executable made? Bundle, pack the natives, and let Node write itself with both inside: dist/pintail.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleFiles } from '../src/cli/templates.ts'
import { bundle } from './bundle.ts'
import { compiledAssets } from './compiled.ts'
import { inputsHash } from './inputs.ts'
import { packNatives } from './natives.ts'
import { strippedFile } from './strip.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')
const parts = join(dist, 'parts')
const executable = join(dist, process.platform === 'win32' ? 'pintail.exe' : 'pintail')
const stamp = join(parts, 'inputs')

/** Flags of the process that the executable runs in. */
const execArgv = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning']

const megabytes = (path: string): string => `${(statSync(path).size / 1e6).toFixed(1)} MB`

const make = async (): Promise<void> => {
  mkdirSync(parts, { recursive: true })
  const natives = await packNatives()
  const packs = natives.map(({ pack }) => pack)
  const bundled = async (entry: string, name: string, format: 'script' | 'cjs'): Promise<string> => {
    const output = join(parts, name)
    await bundle({ entry, output, format }, packs)
    return output
  }
  const samples = sampleFiles.map((path) => ({ [`samples/${path}`]: join(root, 'sample-data', path) }))
  const assets: Record<string, string> = Object.assign(
    {
      'main.js': await bundled('src/main.ts', 'main.js', 'script'),
      'definitions-worker.js': await bundled('src/definitions/worker.ts', 'definitions-worker.js', 'cjs'),
    },
    ...samples,
    ...natives.map((it) => it.assets),
  )
  const warming = join(parts, 'warming')
  writeExecutable(warming, await bundled('build/startup/warm.ts', 'warm.js', 'cjs'), assets)
  const compiled = compiledAssets(warming, parts, process.env.PINTAIL_CACHE ?? join(root, '.cache/unpacked'))
  rmSync(warming)
  const loader = await bundled('build/startup/loader.ts', 'loader.js', 'cjs')
  writeExecutable(`${executable}.new`, loader, { ...assets, ...compiled })
  renameSync(`${executable}.new`, executable)
  const sum = createHash('sha256').update(readFileSync(executable)).digest('hex')
  writeFileSync(join(dist, 'pintail.sha256'), `${sum}  pintail\n`)
}

const writeExecutable = (output: string, main: string, assets: Record<string, string>): void => {
  const settings = {
    main,
    executable: strippedFile(process.execPath),
    output,
    disableExperimentalSEAWarning: true,
    execArgv,
    // NODE_OPTIONS is meant for other programs.
    execArgvExtension: 'none',
    assets,
  }
  writeFileSync(join(parts, 'sea.json'), JSON.stringify(settings, null, 2))
  const { status } = spawnSync(process.execPath, ['--build-sea', join(parts, 'sea.json')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('node --build-sea failed')
}

/** A third of the size to download, in a minute or two. */
const compressExecutable = (): void => {
  const { status } = spawnSync('xz', ['--keep', '--force', '-9', '--threads=2', executable], { stdio: 'inherit' })
  if (status !== 0) throw new Error('xz failed: is it installed?')
  console.error(`wrote dist/pintail.xz: ${megabytes(`${executable}.xz`)}`)
}

const main = async (options: readonly string[]): Promise<void> => {
  const inputs = inputsHash(root)
  const isCurrent = existsSync(executable) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs
  if (!isCurrent) {
    const start = performance.now()
    console.error('building dist/pintail; the first time, compressing DuckDB takes half a minute')
    await make()
    writeFileSync(stamp, inputs)
    console.error(`built dist/pintail: ${megabytes(executable)}, ${((performance.now() - start) / 1000).toFixed(1)} s`)
  }
  if (options.includes('--release')) compressExecutable()
}

if (import.meta.main) {
  await main(process.argv.slice(2)).catch((cause: unknown) => {
    // esbuild has said what and where.
    console.error(cause instanceof Error ? cause.message : cause)
    process.exitCode = 1
  })
}
