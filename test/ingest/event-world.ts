// A view of events by hand: rows landed run by run, computed as an ingest would, each file where it was staged.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Aggregate } from '../../src/core/aggregates.ts'
import { firstRowId, type History } from '../../src/core/history.ts'
import { type Column, engineType, type FeatureType } from '../../src/core/values.ts'
import type { FeatureVersion, RowSet } from '../../src/core/versions.ts'
import { type Computed, computeHistory } from '../../src/ingest/compute.ts'
import type { Session } from '../../src/offline/offline-store.ts'
import type { LandedFile } from '../../src/offline/source-log.ts'
import { quoteName, quoteText } from '../../src/sql/quote.ts'

/** A row as SQL of each column. */
export type Fields = Readonly<Record<string, string | null>>

const described = { description: '', owner: '', tags: [], applied: 0n, status: 'current' as const, fingerprint: '' }

export const eventRows = (over: Partial<RowSet> = {}): RowSet => ({
  id: 1,
  view: 'v',
  source: 's',
  keys: [{ name: 'k', type: 'string' }],
  filter: null,
  timestamp: 't',
  created: 'c',
  timezone: 'UTC',
  events: true,
  eventId: 'id',
  ...over,
})

export const input = (id: number, expression: string, type: FeatureType = 'string'): FeatureVersion => ({
  ...described,
  id,
  kind: 'input',
  view: 'v',
  name: `#${String(id).padStart(12, '0')}`,
  version: 1,
  rowSet: 1,
  type,
  expression,
  aggregate: null,
  uses: [],
  fits: [],
  default: null,
})

/** A count a category of an input's values. */
export const family = (id: number, by: FeatureVersion, top: number, min = 1, identity = 'one'): FeatureVersion => {
  const aggregate: Aggregate = {
    function: 'count',
    of: null,
    by: by.name,
    q: null,
    scale: null,
    within: null,
    steps: null,
    as: 'value',
    length: null,
    closed: 'right',
    categories: { policy: { top, min }, vocabulary: null, identity },
  }
  return {
    ...input(id, 'count by'),
    kind: 'aggregate',
    name: `family_${id}`,
    aggregate,
    uses: [{ name: by.name, id: by.id }],
  }
}

export interface World {
  readonly history: History
  readonly landed: readonly LandedFile[]
  readonly features: ReadonlyMap<number, FeatureVersion>
}

export const emptyWorld = (rowSet: RowSet, features: readonly FeatureVersion[]): World => ({
  history: { rowSet, segments: [], hidden: [], lastRun: 0 },
  landed: [],
  features: new Map(features.map((it) => [it.id, it])),
})

/** What a run changed, with the world after it. */
export interface Step {
  readonly world: World
  readonly computed: Computed
}

let files = 0

export const landFile = async (
  session: Session,
  folder: string,
  columns: readonly Column[],
  run: number,
  rows: readonly Fields[],
): Promise<LandedFile> => {
  files += 1
  const path = join(folder, `landed-${files}.parquet`)
  const selects = rows.map(
    (row, i) =>
      `SELECT ${i} AS place, ${columns.map(({ name, type }) => `CAST(${row[name] ?? 'NULL'} AS ${engineType(type)}) AS ${quoteName(name)}`).join(', ')}`,
  )
  await session.run(
    `COPY (SELECT * EXCLUDE place FROM (${selects.join(' UNION ALL ')}) ORDER BY place) TO ${quoteText(path)} (FORMAT parquet)`,
  )
  return { id: files, run, path, rows: rows.length, firstRowId: firstRowId(run) }
}

/** Computes what is missing, the given files being new. */
export const computeStep = async (
  session: Session,
  folder: string,
  columns: readonly Column[],
  world: World,
  fresh: readonly LandedFile[],
): Promise<Step> => {
  files += 1
  const staging = join(folder, `staging-${files}`)
  mkdirSync(staging)
  const { history } = world
  const landed = [...world.landed, ...fresh]
  const live = [...world.features.values()]
  const computed = await computeHistory(session, {
    history,
    columns,
    landed,
    fresh,
    live,
    all: world.features,
    staging,
  })
  const runs = fresh.map((file) => file.run)
  const grown = history.segments.map((segment) => ({
    ...segment,
    files: [
      ...segment.files,
      ...computed.groups
        .filter((it) => it.segment === segment.id)
        .map(({ staged, ...it }) => ({ ...it, path: staged })),
    ],
  }))
  const added = computed.segments.map((segment, i) => ({
    ...segment,
    id: files * 10 + i,
    firstRun: Math.min(...runs),
    lastRun: Math.max(...runs),
    files: segment.files.map(({ staged, ...file }) => ({ ...file, path: staged })),
  }))
  return {
    computed,
    world: {
      landed,
      features: new Map([...world.features, ...computed.fitted.map((it) => [it.id, it] as const)]),
      history: {
        ...history,
        segments: [...grown, ...added],
        hidden: [...history.hidden, ...(computed.hidden === null ? [] : [computed.hidden])],
        lastRun: Math.max(history.lastRun, ...runs),
      },
    },
  }
}
