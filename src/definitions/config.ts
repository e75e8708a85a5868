// What does pintail.yaml say? Every key has a default, and each value remembers where it came from.
import { configuration } from '../core/configuration.ts'
import { type Problem, throwProblems } from '../core/errors.ts'
import { inFileOrder, type PlaceOf, readAs } from '../core/problems.ts'
import { type Checked, type Config, configFile, type Environment, type Setting, variables } from './settings.ts'
import { readYaml } from './yaml-text.ts'

/** Throws every problem of file and environment at once. */
export const readConfig = (yaml: string, folder: string, environment: Environment): Checked => {
  const { documents, problems: faults } = readYaml(yaml, configFile)
  const [first, ...others] = documents
  const placeInFile: PlaceOf = first?.place ?? (() => ({ file: configFile }))
  const set = Object.entries(variables).filter(([name]) => (environment[name] ?? '') !== '')
  const variableOf = (path: readonly PropertyKey[]): string | undefined =>
    set.find(([, key]) => key.join('.') === path.join('.'))?.[0]
  const place: PlaceOf = (path, part) => {
    const name = variableOf(path)
    return name === undefined ? placeInFile(path, part) : { file: 'environment', within: name }
  }

  const overridden = set.reduce(
    (all, [name, key]) => put(all, key, environment[name] ?? ''),
    withoutNulls(first?.value),
  )
  const read = readAs(configuration, overridden, place, 'bad_config')
  throwProblems([
    ...faults,
    ...others.map((it): Problem => ({ code: 'bad_config', message: oneDocument, at: it.place([]) })),
    ...inFileOrder('data' in read ? [] : read.problems),
  ])

  const given = 'data' in read ? read.data : {}
  const settings: Setting[] = []
  const settle = <T>(key: string, set: T | undefined, otherwise: T): T => {
    const path = key.split('.')
    const name = variableOf(path)
    const inFile = set === undefined ? 'default' : `${configFile}:${placeInFile(path).line ?? 1}`
    settings.push({ key, value: set ?? otherwise, origin: name === undefined ? inFile : `environment ${name}` })
    return set ?? otherwise
  }
  const config: Config = {
    project: settle('project', given.project, folder),
    definitions: settle('definitions', given.definitions, ['features']),
    allow: settle('allow', given.allow, []),
    engine: {
      threads: settle<number | null>('engine.threads', given.engine?.threads, null),
      memory_limit: settle<string | null>('engine.memory_limit', given.engine?.memory_limit, null),
    },
    server: {
      host: settle('server.host', given.server?.host, '127.0.0.1'),
      port: settle('server.port', given.server?.port, 6566),
    },
    strict: settle('strict', given.strict, false),
  }
  return { config, settings }
}

const oneDocument = 'the file holds one document; remove the line ---'

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A key with nothing behind it says nothing. */
const withoutNulls = (value: unknown): unknown =>
  isMap(value) ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null)) : (value ?? {})

/** Where the file has something else than a map in the way, that is a problem of its own. */
const put = (all: unknown, [group, key]: readonly [string, string], text: string): unknown => {
  const before = isMap(all) ? (all[group] ?? {}) : undefined
  if (!isMap(all) || !isMap(before)) return all
  return { ...all, [group]: { ...before, [key]: /^\d+$/.test(text) ? Number(text) : text } }
}
