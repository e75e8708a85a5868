// What does a check-up look at? Engines, disk, and the project as far as it can be read.
import { accessSync, constants, existsSync, realpathSync, statfsSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { isSea } from 'node:sea'
import { messageOf, PintailError } from '../core/errors.ts'
import { pintailVersion } from '../core/product.ts'
import type { Pintail, Project } from '../pintail.ts'
import type { Context } from './context.ts'
import { several } from './quantities.ts'
import type { Io } from './streams.ts'
import { inTemporaryFolder } from './temporary.ts'

export interface Finding {
  readonly what: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly found: string
  readonly fix?: string
}

const ok = (what: string, found: string): Finding => ({ what, status: 'ok', found })

/** An error as a finding: its first problem speaks. */
const failed = (what: string, thrown: unknown): Finding => {
  const fix = thrown instanceof PintailError ? thrown.fix : undefined
  const more = thrown instanceof PintailError ? thrown.problems.length - 1 : 0
  const found = more > 0 ? `${messageOf(thrown)} (and ${more} more)` : messageOf(thrown)
  return { what, status: 'fail', found, ...(fix === undefined ? {} : { fix }) }
}

export const checkInstallation = async (context: Context): Promise<Finding[]> => {
  const { engineVersion } = await import('../pintail.ts')
  const kind = isSea() ? 'one file' : 'from sources'
  const engine = (name: 'duckdb' | 'sqlite'): Promise<Finding> =>
    inTemporaryFolder((scratch) => engineVersion(name, scratch)).then(
      (version) => ok(name, version),
      (thrown: unknown) => failed(name, thrown),
    )
  return [
    ok('pintail', `${pintailVersion}, ${process.platform}-${process.arch}, ${kind}: ${process.execPath}`),
    ok('node', process.versions.node),
    await engine('duckdb'),
    await engine('sqlite'),
    ...unpacked(context.io.environment),
    diskSpace('disk', context.io.directory),
  ]
}

/** Where the executable unpacked the engines that were just loaded. */
const unpacked = ({ PINTAIL_CACHE }: Io['environment']): Finding[] => {
  if (!isSea()) return []
  Object.assign(process.report, { excludeNetwork: true })
  const report: object = process.report.getReport()
  const loaded = 'sharedObjects' in report && Array.isArray(report.sharedObjects) ? report.sharedObjects : []
  const found = loaded.find((path) => String(path).includes(`${sep}native-`))
  return found === undefined ? [] : [cacheFinding(dirname(String(found)), PINTAIL_CACHE)]
}

/** Whether the engines lie where they were asked to. */
export const cacheFinding = (folder: string, wanted: string | undefined): Finding => {
  if (!wanted || realOf(dirname(folder)) === realOf(resolve(wanted))) return ok('cache', folder)
  return {
    what: 'cache',
    status: 'warn',
    found: `PINTAIL_CACHE=${wanted} cannot hold the engines; they are in ${folder}`,
    fix: 'set PINTAIL_CACHE to a folder of yours that is writable and not mounted noexec',
  }
}

const realOf = (path: string): string => (existsSync(path) ? realpathSync(path) : path)

const gigabyte = 2n ** 30n

const diskSpace = (what: string, folder: string): Finding => {
  const { bavail, bsize } = statfsSync(folder, { bigint: true })
  const free = bavail * bsize
  const found = `${Number((free * 10n) / gigabyte) / 10} GB free in ${folder}`
  if (free >= gigabyte) return ok(what, found)
  return { what, status: free * 10n < gigabyte ? 'fail' : 'warn', found, fix: 'make room on the disk' }
}

export const checkProject = async (context: Context): Promise<Finding[]> => {
  let project: Project
  try {
    project = await context.project()
  } catch (thrown) {
    const isAbsent = thrown instanceof PintailError && thrown.code === 'no_project'
    return [
      { ...failed('project', thrown), status: isAbsent && context.wishes.project === undefined ? 'warn' : 'fail' },
    ]
  }
  const named = ok('project', `${project.project}: ${project.root}`)
  try {
    return [named, writable(project), diskSpace('state', project.root), ...(await context.withProject(checkInside))]
  } catch (thrown) {
    return [named, writable(project), failed('registry', thrown)]
  }
}

const writable = ({ root, paths }: Project): Finding => {
  const folder = existsSync(paths.state) ? paths.state : root
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return ok('writable', folder)
  } catch {
    return { what: 'writable', status: 'fail', found: `${folder} cannot be written`, fix: `chmod u+rwx ${folder}` }
  }
}

const checkFiles = (pintail: Pintail): Finding[] => {
  const { format, missing, leftovers, bytes } = pintail.inspect()
  const registry = ok('registry', `format ${format}, ${several(pintail.list({ what: 'runs' }).length, 'run')}`)
  const [lost] = missing
  const history: Finding =
    lost === undefined
      ? ok('history', 'every file is there')
      : {
          what: 'history',
          status: 'fail',
          found: `${several(missing.length, 'file')} of the history ${missing.length === 1 ? 'is' : 'are'} missing: ${lost}`,
          fix: 'restore .pintail/offline from a copy',
        }
  if (leftovers.length === 0) return [registry, history]
  const found = `${several(leftovers.length, 'file')} that no run names, ${(bytes / 1e6).toFixed(1)} MB`
  return [registry, history, { what: 'leftovers', status: 'warn', found, fix: 'pintail ingest sweeps them' }]
}

const checkInside = async (pintail: Pintail): Promise<Finding[]> => {
  const findings = [...checkFiles(pintail)]
  try {
    const { changes } = await pintail.plan()
    if (changes.length === 0) return [...findings, ok('definitions', 'valid, applied')]
    const found = `valid; ${several(changes.length, 'change')} to apply`
    return [...findings, { what: 'definitions', status: 'warn', found, fix: 'pintail plan' }]
  } catch (thrown) {
    return [...findings, failed('definitions', thrown)]
  }
}
