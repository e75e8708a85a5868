// What does production see for a key, and what does history say for the same key and instant?
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '../../core/clock.ts'
import { messageOf } from '../../core/errors.ts'
import { formatInstant, readInstant } from '../../core/instants.ts'
import { isObject, type Json, type JsonObject, readJson } from '../../core/json.ts'
import type { FeatureType, Value } from '../../core/values.ts'
import type { OnlineColumn, OnlineStatus } from '../../core/verbs.ts'
import type { Front } from './front.ts'
import { textOf, textsOf } from './listed.ts'

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
}

export interface LookedUp {
  readonly features: readonly LookedUpFeature[]
  /** Views that cannot answer, and why. */
  readonly notes: readonly string[]
}

/** `patient_id=p042`, `user=1,merchant=2`, or a bare value of the only key there is. */
export const readKey = (text: string, keyNames: readonly string[]): ReadonlyMap<string, string> | string => {
  const parts = text
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '')
  const [first = '', ...others] = parts
  if (first === '') return 'type a key'
  if (!first.includes('=') && others.length === 0) {
    const [only] = keyNames
    if (only !== undefined && keyNames.length === 1) return new Map([[only, first]])
    return `say which key it is: ${keyNames.map((it) => `${it}=…`).join('  ')}`
  }
  const pairs = parts.map((it) => [it.slice(0, it.indexOf('=')).trim(), it.slice(it.indexOf('=') + 1).trim()] as const)
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
  return { features, notes }
}

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
  const online = front.online({ ...wanted, entities })
  const isAggregated = textOf(front.show(view), 'rows') === 'events'
  const answeredAt = isAggregated
    ? (online.features.find((it) => it.timestamps[0] !== null)?.timestamps[0] ?? now)
    : now
  const at = asked.at ?? answeredAt
  const offline = await offlineRow(front, wanted, { asked, keys, at, signal })
  return online.features.map((column) => compared(view, column, offline[column.name], at))
}

const compared = (view: string, column: OnlineColumn, offline: Json | undefined, at: Micros): LookedUpFeature => {
  const value = column.values[0] ?? null
  const shown = { online: valueText(value, column.type), offline: jsonText(offline ?? null, column.type) }
  return {
    reference: `${view}:${column.name}`,
    type: column.type,
    ...shown,
    status: column.statuses[0] ?? null,
    time: column.timestamps[0] ?? null,
    at,
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

/** Both sides write a value in one way, so that equal texts are equal values. */
export const valueText = (value: Value, type: FeatureType): string | null => {
  if (value === null) return null
  if (typeof value === 'bigint') return type === 'timestamp' ? formatInstant(value) : String(value)
  if (typeof value === 'number') return numberText(value, type)
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  const element = type.endsWith('[]') ? (type.slice(0, -2) as FeatureType) : type
  return `[${value.map((it) => valueText(it, element) ?? 'null').join(', ')}]`
}

const jsonText = (value: Json, type: FeatureType): string | null => {
  if (value === null) return null
  if (typeof value === 'number') return numberText(value, type)
  if (type === 'timestamp' && typeof value === 'string') {
    const at = readInstant(value)
    return at === null ? value : formatInstant(at)
  }
  if (typeof value === 'string') return value
  if (Array.isArray(value)) {
    const element = type.endsWith('[]') ? (type.slice(0, -2) as FeatureType) : type
    return `[${value.map((it: Json) => jsonText(it, element) ?? 'null').join(', ')}]`
  }
  return isObject(value) ? JSON.stringify(value) : String(value)
}

/** JSON has no NaN: it reads as nothing there. */
const numberText = (value: number, type: FeatureType): string | null => {
  if (!Number.isFinite(value)) return null
  return type.startsWith('float32') ? String(Math.fround(value)) : String(value)
}
