// What does a line of the log of reads hold? Who asked for what, what was answered, and what the answer was made of.
import type { Micros } from './clock.ts'
import { formatInstant, readInstant } from './instants.ts'
import { isArray, isObject, type Json, readJson } from './json.ts'
import type { TracedAnswer, Wanted } from './verbs.ts'

/** Features of one view version that one table answered, or none did. */
export interface LoggedBlock {
  /** The id of the view version; `name` says it for people: `cardiac@2`. */
  readonly view: number
  readonly name: string
  /** Null where nothing was materialized. */
  readonly until: Micros | null
  readonly reaching: Micros | null
  readonly run: number | null
  /** Place among the answer's features, id of the feature version, place of the category. */
  readonly features: readonly (readonly [number, number, number | null])[]
}

export interface LoggedColumn {
  readonly name: string
  readonly values: readonly Json[]
  readonly statuses: readonly string[]
}

export interface LoggedRead {
  /** When it was answered. */
  readonly at: Micros
  readonly blocks: readonly LoggedBlock[]
  readonly keys: readonly LoggedColumn[]
  readonly features: readonly LoggedColumn[]
}

/** What lines of one prepared reader share, until something is materialized or applied. */
export const loggedHead = ({ features, service }: Wanted, { selected, known }: TracedAnswer): string => {
  const blocks = Map.groupBy(selected.keys(), (place) => `${selected[place]?.view.id} ${known[place]?.group ?? ''}`)
  const told = [...blocks.values()].flatMap((places) => {
    const [first = 0] = places
    const view = selected[first]?.view
    const reading = known[first] ?? null
    if (view === undefined) return []
    return [
      {
        view: view.id,
        name: `${view.view}@${view.version}`,
        until: reading && formatInstant(reading.until),
        reaching: reading && formatInstant(reading.reaching),
        run: reading?.lastRun ?? null,
        features: places.flatMap((place) => {
          const it = selected[place]
          return it === undefined ? [] : [[place, it.feature.id, it.category] as const]
        }),
      },
    ]
  })
  const asked = service === null ? { features } : { service }
  return `"asked":${JSON.stringify(asked)},"known":${JSON.stringify(told)}`
}

export const loggedLine = (at: Micros, head: string, answer: string): string =>
  `{"at":"${formatInstant(at)}",${head},"answer":${answer}}\n`

const beginning = /^\{"at":"([^"]+)",/

/** When a line was answered; null where it is none. */
export const instantOfLine = (line: string): Micros | null => {
  const found = beginning.exec(line)?.[1]
  return found === undefined ? null : readInstant(found)
}

/** Null of a line that was cut off, or is no such line. */
export const readLine = (line: string): LoggedRead | null => {
  const at = instantOfLine(line)
  if (at === null) return null
  try {
    const json = readJson(line)
    if (!isObject(json) || !isObject(json.answer) || !isObject(json.answer.metadata)) return null
    const blocks = listOf(json.known).flatMap(blockOf)
    const names = listOf(json.answer.metadata.feature_names)
    const columns = listOf(json.answer.results).map((it, i) => columnOf(String(names[i]), it))
    const features = blocks.reduce((sum, it) => sum + it.features.length, 0)
    const keys = columns.length - features
    return { at, blocks, keys: columns.slice(0, keys), features: columns.slice(keys) }
  } catch {
    return null
  }
}

const listOf = (json: Json | undefined): readonly Json[] => (isArray(json) ? json : [])
const instantOf = (json: Json | undefined): Micros | null => (typeof json === 'string' ? readInstant(json) : null)
const numberOf = (json: Json | undefined): number | null => (typeof json === 'number' ? json : null)

const blockOf = (json: Json): LoggedBlock[] => {
  if (!isObject(json)) return []
  const { view, name, until, reaching, run, features } = json
  const places = listOf(features).flatMap((it): (readonly [number, number, number | null])[] => {
    const [place, feature, category] = listOf(it)
    return [[Number(place), Number(feature), numberOf(category)]]
  })
  return [
    {
      view: Number(view),
      name: String(name),
      until: instantOf(until),
      reaching: instantOf(reaching),
      run: numberOf(run),
      features: places,
    },
  ]
}

const columnOf = (name: string, json: Json): LoggedColumn => {
  const column = isObject(json) ? json : {}
  return { name, values: listOf(column.values), statuses: listOf(column.statuses).map(String) }
}
