// Was what a server answered what the history says? Logged reads, asked again as of their own instants and knowledge.

import { categoryNames } from '../core/categories.ts'
import { readInstant } from '../core/instants.ts'
import { isArray, type Json } from '../core/json.ts'
import type { LoggedBlock, LoggedRead } from '../core/logged-reads.ts'
import type { VerifyReport, VerifyRequest } from '../core/parity.ts'
import { formatPart } from '../core/references.ts'
import { elementType, type FeatureType, isList, type ScalarType, type Value } from '../core/values.ts'
import { onlineStatuses, type Watched } from '../core/verbs.ts'
import { columnOf, type FeatureVersion, type Selected, type ViewVersion } from '../core/versions.ts'
import { readKeys } from '../online/keys.ts'
import { isAsOfInstant } from '../online/raw.ts'
import { history } from '../registry/files.ts'
import { resolveView } from '../registry/resolve.ts'
import { lastLanded } from '../registry/runs.ts'
import { compare } from './parity-compare.ts'
import type { OnlineRead } from './parity-comparison.ts'
import { loggedReads } from './parity-log.ts'
import { type ParityRoom, recordedParity, type Told, type Work } from './parity-run.ts'

/** A block of a read: the features of one view that one table answered. */
interface Answered {
  readonly read: LoggedRead
  readonly block: LoggedBlock
  /** Of what no table answered: the newest run that had landed by then. */
  readonly landed: number | null
}

export const verifyReads = async (
  room: ParityRoom,
  { views, since, sample, strict }: VerifyRequest,
  watched: Watched,
): Promise<VerifyReport[]> => {
  const { registry } = room
  const state = registry.state()
  for (const name of views) resolveView(state, name, null)
  watched.progress?.step('read the log')
  const { reads, unreadable } = await loggedReads(room.reads, since, sample)
  const answered = reads.flatMap((read) =>
    read.blocks.map((block): Answered => {
      const landed = block.until === null ? lastLanded(registry, read.at) : null
      return { read, block, landed }
    }),
  )
  const byView = Map.groupBy(answered, ({ block }) => block.view)
  const reports: VerifyReport[] = []
  for (const [id, some] of byView) {
    const view = state.views.get(id)
    if (view === undefined || some[0]?.block.name !== `${view.view}@${view.version}`) continue
    if (views.length > 0 && !views.includes(view.view)) continue
    const at = registry.clock.now()
    reports.push(
      await recordedParity(room, view, at, watched, (work) => verifyView({ room, view, strict, watched, work }, some)),
    )
  }
  const notes = [
    ...(unreadable === 0
      ? []
      : [unreadable === 1 ? '1 line of the log is cut off' : `${unreadable} lines of the log are cut off`]),
  ]
  return reports.map((it, i) => (i === 0 ? { ...it, notes: [...notes, ...it.notes] } : it))
}

interface OfView {
  readonly room: ParityRoom
  readonly view: ViewVersion
  readonly strict: boolean
  readonly watched: Watched
  readonly work: Work
}

const verifyView = async (it: OfView, answered: readonly Answered[]): Promise<Told> => {
  const { room, view, strict, watched, work } = it
  const { registry } = room
  const current = history(registry, view.rowSet.id)
  const all = registry.state().features
  const alike = Map.groupBy(answered, ({ block: { until, reaching, run, features }, landed }) =>
    JSON.stringify([
      String(until),
      String(reaching),
      run,
      landed,
      features.map(([, feature, category]) => [feature, category]),
    ]),
  )
  let keys = 0
  const gone = new Set<number>()
  for (const [first, ...others] of alike.values()) {
    if (first === undefined) continue
    for (const id of first.block.features.map(([, feature]) => feature)) if (!all.has(id)) gone.add(id)
    const { until, reaching, run } = first.block
    const known = until === null || run === null ? null : { until, reaching: reaching ?? until, lastRun: run, group: 0 }
    for (const [kind, chosen] of Map.groupBy(chosenOf(view, first.block, all), (one) => isAsOfInstant(one.feature))) {
      const reads = [first, ...others].flatMap((one) => readsOf(view, one, chosen))
      keys += kind === isAsOfInstant(chosen[0]?.feature ?? { kind: 'row' }) ? reads.length : 0
      const subject = { session: work.session, watched, view, history: current, all, selected: chosen }
      const lacking = { cause: 'not materialized', why: 'nothing was materialized when it was read' } as const
      const { landed } = first
      await compare({ subject, reads, known, landed, lacking, strict, logged: true, held: () => [] }, work.tally)
    }
  }
  if (gone.size > 0) work.notes.push(`${gone.size} feature versions that were read are not in the registry any more`)
  return { keys, until: null, lastRun: null }
}

/** What was read of it, as the answer named it. */
interface Chosen extends Selected {
  /** Its place in the block. */
  readonly at: number
}

const chosenOf = (view: ViewVersion, { features }: LoggedBlock, all: ReadonlyMap<number, FeatureVersion>): Chosen[] =>
  features.flatMap(([, id, category], at) => {
    const feature = all.get(id)
    if (feature === undefined) return []
    const names = feature.aggregate?.categories ? categoryNames(feature.aggregate.categories) : null
    const member = category === null ? null : (names?.[category] ?? null)
    const name = view.features.some((it) => it.id === id) ? feature.name : columnOf(feature)
    return [{ view, feature, category, column: formatPart({ feature: name, category: member }), at }]
  })

/** A read of several keys is one for each. */
const readsOf = (view: ViewVersion, { read, block }: Answered, chosen: readonly Chosen[]): OnlineRead[] => {
  const keys = view.rowSet.keys.map((key) => {
    const given = read.keys.find(({ name }) => name === key.name)
    return readKeys(key, given?.values ?? [])
  })
  const columns = chosen.map(({ at, feature }) => {
    const column = read.features[block.features[at]?.[0] ?? -1]
    return { decode: fromJson(feature.type), values: column?.values ?? [], statuses: column?.statuses ?? [] }
  })
  return (keys[0] ?? []).map((_, row) => ({
    key: keys.map((part) => part[row] ?? null),
    read: read.at,
    values: columns.map(({ decode, values }) => decode(values[row] ?? null)),
    statuses: columns.map(({ statuses }) => onlineStatuses.find((it) => it === statuses[row]) ?? 'NOT_FOUND'),
  }))
}

const scalars: Readonly<Record<ScalarType, (json: string | number | bigint | boolean) => Value>> = {
  string: String,
  json: String,
  bool: Boolean,
  int32: Number,
  float64: Number,
  float32: (json) => Math.fround(Number(json)),
  int64: BigInt,
  timestamp: (json) => readInstant(String(json)),
  bytes: (json) => Buffer.from(String(json), 'base64'),
}

/** What HTTP writes → the value. */
const fromJson = (type: FeatureType): ((json: Json) => Value) => {
  const scalar = scalars[elementType(type)]
  const read = (json: Json): Value => (json === null || typeof json === 'object' ? null : scalar(json))
  return isList(type) ? (json) => (isArray(json) ? json.map(read) : null) : read
}
