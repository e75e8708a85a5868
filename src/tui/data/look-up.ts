// What does production see for a key, and what does history say for the same key and instant?
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '../../core/clock.ts'
import { messageOf } from '../../core/errors.ts'
import { isObject, type Json, type JsonObject, readJson } from '../../core/json.ts'
import { readBareValue, readKeyText } from '../../core/key-text.ts'
import type { FeatureType } from '../../core/values.ts'
import type { ExplainedRow, OnlineColumn, OnlineStatus } from '../../core/verbs.ts'
import type { Front } from './front.ts'
import { textOf, textsOf } from './listed.ts'
import { type Pinned, readPinned } from './pinned.ts'
import { jsonText, valueText } from './value-text.ts'

export interface Asked {
  /** Join key → value as it was typed. */
  readonly keys: ReadonlyMap<string, string>
  /** Another instant to ask history about; null: none. */
  readonly at: Micros | null
}

export type Agreement = 'same' | 'differs' | 'unknown'

export interface LookedUpFeature {
  /** `cardiac:age`, `clicks:by_page:Cart`; of an earlier version that a service reads, `cardiac@1:age`. */
  readonly reference: string
  readonly view: string
  /** `age`, `by_page:Cart`, `age@1`. */
  readonly name: string
  /** Of an earlier version, the services that read it; of the current one, none. */
  readonly readBy: readonly string[]
  readonly type: FeatureType | null
  /** What the online store gives; null where it gives nothing. */
  readonly online: string | null
  readonly status: OnlineStatus | null
  /** Event time of the row that answered, or the instant that an aggregation is as of. */
  readonly time: Micros | null
  readonly offline: string | null
  /** The instant that both answers are for. */
  readonly at: Micros
  /** Another instant that history was asked about; null: it was not. */
  readonly past: LookedUpPast | null
  readonly agreement: Agreement
  readonly version: number
  readonly applied: Micros
  /** Answered as of an instant over the rows of a window, not by one row. */
  readonly isAggregated: boolean
  /** As of when and up to which run the online store has read the history; null: this version is not materialized. */
  readonly known: { readonly until: Micros; readonly lastRun: number } | null
  /** The row by which history answers; null: none does, or the answer is of many. */
  readonly row: LookedUpRow | null
  /** The newest event time of the key by then; null: there is no row. */
  readonly newest: Micros | null
}

export interface LookedUpPast {
  readonly at: Micros
  readonly value: string | null
  readonly isSame: boolean
  readonly row: LookedUpRow | null
}

export interface LookedUpRow {
  readonly eventTime: Micros
  readonly created: Micros | null
  readonly run: number
}

export interface LookedUp {
  readonly features: readonly LookedUpFeature[]
  /** Neither side has ever heard of the key. */
  readonly isUnknown: boolean
  /** Views that cannot answer, and why. */
  readonly notes: readonly string[]
}

/** `patient_id=p042`, `user=1,merchant=2`, or a bare value of the only key there is. */
export const readKey = (text: string, keyNames: readonly string[]): ReadonlyMap<string, string> | string => {
  if (text.trim() === '') return 'type a key'
  const pairs = readKeyText(text.trim(), keyNames)
  if (pairs === null) {
    const [only] = keyNames
    if (only !== undefined && keyNames.length === 1) return new Map([[only, readBareValue(text)]])
    return `say which key it is: ${keyNames.map((it) => `${it}=…`).join('  ')}`
  }
  const unknown = pairs.find(([name]) => !keyNames.includes(name))
  if (unknown) return `there is no key "${unknown[0]}"; keys are ${keyNames.join(', ')}`
  return new Map(pairs)
}

export const lookUp = async (front: Front, asked: Asked, now: Micros, signal: AbortSignal): Promise<LookedUp> => {
  const views = front.list({ what: 'views' })
  const pinned = readPinned(front)
  const features: LookedUpFeature[] = []
  const notes: string[] = []
  for (const view of views) {
    signal.throwIfAborted()
    const name = textOf(view, 'view')
    const keys = textsOf(front.show(name), 'keys').map((it) => it.slice(0, it.lastIndexOf(' ')))
    if (keys.length === 0 || !keys.every((key) => asked.keys.has(key))) continue
    try {
      features.push(...(await ofView(front, { name, keys, pinned: pinned.get(name) ?? [] }, { asked, now, signal })))
    } catch (thrown) {
      if (signal.aborted) throw thrown
      notes.push(`${name}: ${messageOf(thrown)}`)
    }
  }
  if (features.length === 0 && notes.length === 0)
    notes.push(`no view has ${[...asked.keys.keys()].join(' and ')} as its key`)
  return { features, notes, isUnknown: features.length > 0 && features.every(isUnknown) }
}

const isUnknown = (it: LookedUpFeature): boolean =>
  (it.status === 'NOT_FOUND' || (it.isAggregated && it.known === null)) &&
  it.row === null &&
  it.newest === null &&
  (it.isAggregated || it.offline === null)

interface Around {
  readonly asked: Asked
  readonly now: Micros
  readonly signal: AbortSignal
}

interface ViewAsked {
  readonly name: string
  readonly keys: readonly string[]
  readonly pinned: readonly Pinned[]
}

/** Features as they are now, each followed by its earlier versions that a service reads. */
const ofView = async (front: Front, { name, keys, pinned }: ViewAsked, around: Around): Promise<LookedUpFeature[]> => {
  const current = await answered(front, name, { keys, wanted: [`${name}:*`], readBy: new Map() }, around)
  const earlier: LookedUpFeature[] = []
  for (const [version, its] of Map.groupBy(pinned, (it) => it.viewVersion)) {
    const called = `${name}@${version}`
    const wanted = its.map(({ part }) => `${called}:${part}`)
    const readBy = new Map(its.map(({ part, services }) => [part, services]))
    earlier.push(...(await answered(front, called, { keys, wanted, readBy }, around)))
  }
  const after = Map.groupBy(earlier, ({ name: own }) => own.slice(0, own.lastIndexOf('@')))
  const named = new Set(current.map((it) => it.name))
  // What a later version of the view no longer has comes last.
  const others = earlier.filter(({ name: own }) => !named.has(own.slice(0, own.lastIndexOf('@'))))
  return [...current.flatMap((it) => [it, ...(after.get(it.name) ?? [])]), ...others]
}

interface Wanted {
  readonly keys: readonly string[]
  readonly wanted: readonly string[]
  readonly readBy: ReadonlyMap<string, readonly string[]>
}

const answered = async (
  front: Front,
  view: string,
  { keys, wanted: features, readBy }: Wanted,
  { asked, now, signal }: Around,
): Promise<LookedUpFeature[]> => {
  const wanted = { features, service: null, fullFeatureNames: false }
  const entities = new Map(keys.map((key) => [key, [asked.keys.get(key) ?? '']]))
  const { answer, selected, known } = front.reader(wanted).traced(entities)
  const [bare = view] = view.split('@')
  const isAggregated = textOf(front.show(bare), 'rows') === 'events'
  // Of a window online answers as of its materialize: history is asked of the same instant.
  const at = isAggregated ? (answer.features.find((it) => it.timestamps[0] !== null)?.timestamps[0] ?? now) : now
  const instants = asked.at === null ? [at] : [at, asked.at]
  const rowsOf = (instant: Micros): Promise<readonly ExplainedRow[]> =>
    isAggregated
      ? Promise.resolve([])
      : rowsAround(front, `${view}:${answer.features[0]?.name ?? ''}`, {
          keys: asked.keys,
          at: instant,
          signal,
        })
  const [[offline = {}, then], rows, rowsThen] = await Promise.all([
    offlineRows(front, wanted, { asked, keys, instants, signal }),
    rowsOf(at),
    asked.at === null ? [] : rowsOf(asked.at),
  ])
  const ofRow = {
    view: bare,
    at,
    isAggregated,
    row: chosenIn(rows),
    newest: rows.reduce<Micros | null>(
      (most, { eventTime }) => (eventTime <= at && (most === null || eventTime > most) ? eventTime : most),
      null,
    ),
  }
  const rowThen = chosenIn(rowsThen)
  return answer.features.map((column, place) => {
    const { feature } = selected[place] ?? {}
    const { until, lastRun } = known[place] ?? {}
    const part = column.name
    const version = feature?.version ?? 1
    const compared = comparedWith(column, offline[column.name])
    const value = jsonText(then?.[column.name] ?? null, column.type)
    return {
      ...compared,
      ...ofRow,
      reference: `${view}:${part}`,
      name: bare === view ? part : `${part}@${version}`,
      readBy: readBy.get(part) ?? [],
      past: asked.at === null ? null : { at: asked.at, value, isSame: value === compared.offline, row: rowThen },
      version,
      applied: feature?.applied ?? now,
      known: until === undefined || lastRun === undefined ? null : { until, lastRun },
    }
  })
}

const chosenIn = (rows: readonly ExplainedRow[]): LookedUpRow | null => {
  const chosen = rows.find((it) => it.chosen)
  return chosen === undefined ? null : { eventTime: chosen.eventTime, created: chosen.created, run: chosen.run }
}

/** The rows that could have answered; of one feature, since one row answers for all of a view. */
const rowsAround = async (
  front: Front,
  reference: string,
  {
    keys,
    at,
    signal,
  }: { readonly keys: ReadonlyMap<string, string>; readonly at: Micros; readonly signal: AbortSignal },
): Promise<readonly ExplainedRow[]> => (await front.explain(reference, { keys, at, knownAt: false }, { signal })).rows

type Compared = Pick<LookedUpFeature, 'type' | 'online' | 'offline' | 'status' | 'time' | 'agreement'>

const comparedWith = (column: OnlineColumn, offline: Json | undefined): Compared => {
  const value = column.values[0] ?? null
  const shown = { online: valueText(value, column.type), offline: jsonText(offline ?? null, column.type) }
  return {
    type: column.type,
    ...shown,
    status: column.statuses[0] ?? null,
    time: column.timestamps[0] ?? null,
    agreement: offline === undefined ? 'unknown' : shown.online === shown.offline ? 'same' : 'differs',
  }
}

interface OfflineAsked {
  readonly asked: Asked
  readonly keys: readonly string[]
  readonly instants: readonly Micros[]
  readonly signal: AbortSignal
}

const spineTime = 'pintail_asked_at'

/** A row of a training set for each instant: the same question as any other. */
const offlineRows = async (
  front: Front,
  wanted: { readonly features: readonly string[]; readonly service: null; readonly fullFeatureNames: boolean },
  { asked, keys, instants, signal }: OfflineAsked,
): Promise<readonly JsonObject[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'pintail-look-up-'))
  const output = join(folder, 'answer.ndjson')
  const columns = [
    ...keys.map((name) => ({ name, type: 'string' as const, values: instants.map(() => asked.keys.get(name) ?? '') })),
    { name: spineTime, type: 'timestamp' as const, values: instants },
  ]
  try {
    const request = {
      ...wanted,
      spine: { columns },
      timestamp: spineTime,
      knownAt: false,
      output,
      format: 'ndjson' as const,
    }
    await front.historical(request, { signal })
    const lines = (await readFile(output, 'utf8')).split('\n').filter((it) => it !== '')
    return lines.map((text) => {
      const row = readJson(text)
      return isObject(row) ? row : {}
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
