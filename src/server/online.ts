// What does POST /get-online-features ask, and what is the text of the answer? One reader a list of features, kept ready.
import { readJson } from '../core/json.ts'
import { loggedHead, loggedLine } from '../core/logged-reads.ts'
import type { OnlineAnswer, OnlineReader, Wanted } from '../core/verbs.ts'
import type { Pintail } from '../pintail.ts'
import { onlineText } from './feast.ts'
import { malformed, tooMany, wrongShape } from './problems.ts'
import type { ReadLog } from './read-log.ts'

/** The body's text → the answer's text; throws a PintailError. */
export type AnswerOnline = (body: string) => string

/** A read holds every other request up: a larger one is asked for in parts. */
const mostRows = 100_000

/** How many lists of features are kept ready; past it the oldest goes. */
const mostReaders = 1_000

/** Told of every read that is answered. */
export type ToldOfRead = (wanted: Wanted, answer: OnlineAnswer) => void

export const onlineAnswers = (
  pintail: Pick<Pintail, 'reader'>,
  log: ReadLog | null = null,
  told: ToldOfRead = () => {},
): AnswerOnline => {
  const write = log === null ? answeredRead(told) : loggedRead(told, log)
  const readers = new Map<string, OnlineReader>()
  const readerFor = (wanted: Wanted): OnlineReader => {
    const { features, service, fullFeatureNames } = wanted
    // A category's text may hold any sign, so nothing sets two names apart but quotes.
    const key = JSON.stringify([fullFeatureNames, service, features])
    const known = readers.get(key)
    if (known) return known
    const reader = pintail.reader(wanted)
    const [oldest] = readers.keys()
    if (readers.size >= mostReaders && oldest !== undefined) readers.delete(oldest)
    readers.set(key, reader)
    return reader
  }
  return (body) => {
    const asked = readBody(body)
    const wanted = readWanted(asked)
    const entities = readEntities(asked)
    for (const values of entities.values()) if (values.length > mostRows) throw tooMany(mostRows)
    return write(readerFor(wanted), wanted, entities)
  }
}

/** Reads, and gives the text of the answer. */
type ReadText = (reader: OnlineReader, wanted: Wanted, entities: ReadonlyMap<string, readonly unknown[]>) => string

const answeredRead =
  (told: ToldOfRead): ReadText =>
  (reader, wanted, entities) => {
    const answer = reader.read(entities)
    told(wanted, answer)
    return onlineText(answer)
  }

const loggedRead = (told: ToldOfRead, log: ReadLog): ReadText => {
  // What is known is one object until something is materialized or applied.
  const heads = new WeakMap<object, string>()
  return (reader, wanted, entities) => {
    const traced = reader.traced(entities)
    told(wanted, traced.answer)
    const text = onlineText(traced.answer)
    let head = heads.get(traced.known)
    if (head === undefined) {
      head = loggedHead(wanted, traced)
      heads.set(traced.known, head)
    }
    log.add(loggedLine(traced.at, head, text))
    return text
  }
}

export type Body = Readonly<Record<string, unknown>>

const isObject = (given: unknown): given is Body => typeof given === 'object' && given !== null && !Array.isArray(given)

/** The JSON object a body is. */
export const readBody = (text: string, parse: (text: string) => unknown = readJson): Body => {
  let body: unknown
  try {
    body = parse(text)
  } catch (thrown) {
    throw malformed(`the body is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  if (!isObject(body)) throw malformed('the body is no JSON object')
  return body
}

const isTexts = (given: unknown): given is string[] =>
  Array.isArray(given) && given.every((it) => typeof it === 'string')

const askFor = 'name them: "features": ["view:feature"], or "feature_service": "name"'

/** Which features: `features` or `feature_service`. */
export const readWanted = (body: Body): Wanted => {
  const { features = [], feature_service: service = null, full_feature_names: full = false } = body
  if (!isTexts(features)) throw wrongShape('features is no list of references', askFor)
  if (service !== null && typeof service !== 'string') throw wrongShape('feature_service is no name', askFor)
  if (typeof full !== 'boolean') throw wrongShape('full_feature_names is neither true nor false', 'give true or false')
  if (service === null && features.length === 0) throw wrongShape('no features are asked for', askFor)
  if (service !== null && features.length > 0) throw wrongShape('both features and feature_service are given', askFor)
  return { features, service, fullFeatureNames: full }
}

const shape = 'give each join key a list of values: "entities": {"user_id": [1, 2]}'

/** Join key → its values, as given. */
export const readEntities = (body: Body): ReadonlyMap<string, readonly unknown[]> => {
  const { entities } = body
  if (!isObject(entities)) throw wrongShape('entities is no object', shape)
  const lists = new Map<string, readonly unknown[]>()
  for (const [name, values] of Object.entries(entities)) {
    if (!Array.isArray(values)) throw wrongShape(`entities: "${name}" has no list of values`, shape)
    lists.set(name, values)
  }
  return lists
}
