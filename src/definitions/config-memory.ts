// What was pintail.yaml found to say? Kept in `.pintail/`, so that the next start needs neither YAML nor schema.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { type Json, readJson } from '../core/json.ts'
import { listOf, mapOf, number, orNull, type Shape, text, truth } from '../core/shape.ts'
import { type Checked, type Config, type Environment, type Setting, variables } from './settings.ts'

/** All that the outcome depends on, as one line: what was found stands while it is the same. */
export const questionOf = (yaml: string, folder: string, environment: Environment): string =>
  JSON.stringify([manifest.version, yaml, folder, ...Object.keys(variables).map((name) => environment[name] ?? '')])

const memoryIn = (state: string): string => join(state, 'config.json')

/** Undefined where another question was answered, or none, or the file is not whole. */
export const recall = (state: string, question: string): Checked | undefined => {
  try {
    const [asked, answer = '', ...rest] = readFileSync(memoryIn(state), 'utf8').split('\n')
    return asked === question && rest.join() === '' ? checked(readJson(answer), '') : undefined
  } catch {
    return undefined
  }
}

/** Nothing is lost where it cannot be kept: a project without state yet, or one that may only be read. */
export const remember = (state: string, question: string, found: Checked): void => {
  try {
    if (existsSync(state)) writeFileSync(memoryIn(state), `${question}\n${JSON.stringify(found)}\n`, { mode: 0o600 })
  } catch {
    // The next start reads it again.
  }
}

const texts = listOf(text)
const anything: Shape<Json> = (json) => json ?? null

const setting: Shape<Setting> = mapOf((part) => ({
  key: part('key', text),
  value: part('value', anything),
  origin: part('origin', text),
}))

const engine: Shape<Config['engine']> = mapOf((part) => ({
  threads: part('threads', orNull(number)),
  memory_limit: part('memory_limit', orNull(text)),
}))

const server: Shape<Config['server']> = mapOf((part) => ({ host: part('host', text), port: part('port', number) }))

const config: Shape<Config> = mapOf((part) => ({
  project: part('project', text),
  definitions: part('definitions', texts),
  allow: part('allow', texts),
  engine: part('engine', engine),
  server: part('server', server),
  strict: part('strict', truth),
}))

const checked: Shape<Checked> = mapOf((part) => ({
  config: part('config', config),
  settings: part('settings', listOf(setting)),
}))
