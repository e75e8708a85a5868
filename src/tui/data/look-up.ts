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
import { jsonText, valueText } from './value-text.ts'

export interface Asked {
  /** Join key → value as it was typed. */
  readonly keys: ReadonlyMap<string, string>
  /** Null: now; of an aggregation, the instant that its online answer is as of. */
  readonly at: Micros | null
}

export type Agreement = 'same' | 'differs' | 'unknown'

export interface LookedUpFeature {
  /** `cardiac:age`, `clicks:by_page:Cart`. */
  readonly reference: string
  readonly type: FeatureType | null
  /** What the online store gives; null where it gives nothing. */
  readonly online: string | null
  readonly status: OnlineStatus | null
  /** Event time of the row that answered, or the instant that an aggregation is as of. */
  readonly time: Micros | null
  readonly offline: string | null
  /** The instant that the offline answer is for. */
  readonly at: Micros
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
  const features: LookedUpFeature[] = []
  const notes: string[] = []
  for (const view of views) {
    signal.throwIfAborted()
    const name = textOf(view, 'view')
    const keys = textsOf(front.show(name), 'keys').map((it) => it.slice(0, it.lastIndexOf(' ')))
    if (keys.length === 0 || !keys.every((key) => asked.keys.has(key))) continue
    try {
      features.push(...(await ofView(front, name, keys, { asked, now, signal })))
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

const ofView = async (
  front: Front,
  view: string,
  keys: readonly string[],
  { asked, now, signal }: Around,
): Promise<LookedUpFeature[]> => {
  const wanted = { features: [`${view}:*`], service: null, fullFeatureNames: false }
  const entities = new Map(keys.map((key) => [key, [asked.keys.get(key) ?? '']]))
  const { answer, selected, known } = front.reader(wanted).traced(entities)
  const isAggregated = textOf(front.show(view), 'rows') === 'events'
  const answeredAt = isAggregated
    ? (answer.features.find((it) => it.timestamps[0] !== null)?.timestamps[0] ?? now)
    : now
  const at = asked.at ?? answeredAt
  const [offline, rows] = await Promise.all([
    offlineRow(front, wanted, { asked, keys, at, signal }),
    isAggregated
      ? []
      : rowsAround(front, `${view}:${answer.features[0]?.name ?? ''}`, { keys: asked.keys, at, signal }),
  ])
  const chosen = rows.find((it) => it.chosen)
  const ofRow = {
    at,
    isAggregated,
    row: chosen === undefined ? null : { eventTime: chosen.eventTime, created: chosen.created, run: chosen.run },
    newest: rows.reduce<Micros | null>(
      (most, { eventTime }) => (eventTime <= at && (most === null || eventTime > most) ? eventTime : most),
      null,
    ),
  }
  return answer.features.map((column, place) => {
    const { feature } = selected[place] ?? {}
    const { until, lastRun } = known[place] ?? {}
    return {
      ...compared(view, column, offline[column.name]),
      ...ofRow,
      version: feature?.version ?? 1,
      applied: feature?.applied ?? now,
      known: until === undefined || lastRun === undefined ? null : { until, lastRun },
    }
  })
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

type Compared = Pick<LookedUpFeature, 'reference' | 'type' | 'online' | 'offline' | 'status' | 'time' | 'agreement'>

const compared = (view: string, column: OnlineColumn, offline: Json | undefined): Compared => {
  const value = column.values[0] ?? null
  const shown = { online: valueText(value, column.type), offline: jsonText(offline ?? null, column.type) }
  return {
    reference: `${view}:${column.name}`,
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
  readonly at: Micros
  readonly signal: AbortSignal
}

const spineTime = 'pintail_asked_at'

/** One row of a training set: the same question as any other. */
const offlineRow = async (
  front: Front,
  wanted: { readonly features: readonly string[]; readonly service: null; readonly fullFeatureNames: boolean },
  { asked, keys, at, signal }: OfflineAsked,
): Promise<JsonObject> => {
  const folder = await mkdtemp(join(tmpdir(), 'pintail-look-up-'))
  const output = join(folder, 'answer.ndjson')
  const columns = [
    ...keys.map((name) => ({ name, type: 'string' as const, values: [asked.keys.get(name) ?? ''] })),
    { name: spineTime, type: 'timestamp' as const, values: [at] },
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
    const [first = '{}'] = (await readFile(output, 'utf8')).split('\n')
    const row = readJson(first)
    return isObject(row) ? row : {}
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
