// A view's applied versions written shortly, and an online store filled by hand, for tests of what is read.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Micros } from '../../src/core/clock.ts'
import type { Column, FeatureType, Value } from '../../src/core/values.ts'
import type { FeatureVersion, RowSet, Selected, ViewVersion } from '../../src/core/versions.ts'
import { encoder, type Stored } from '../../src/online/codec.ts'
import { familyEncoder, isFamily } from '../../src/online/families.ts'
import { openOnlineWriter, type Reading } from '../../src/online/online-writer.ts'
import { rawType } from '../../src/online/raw.ts'

export const temporaryFolder = (test: Pick<TestContext, 'after'>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const rowSetOf = (id: number, view: string, keys: readonly Column[]): RowSet => ({
  id,
  view,
  source: 'rows',
  keys,
  filter: null,
  timestamp: 'at',
  created: null,
  timezone: 'UTC',
  events: false,
  eventId: null,
})

const described = { description: '', owner: '', tags: [], applied: 0n, status: 'current' } as const

export const featureOf = (
  id: number,
  rowSet: RowSet,
  name: string,
  type: FeatureType,
  fallback: FeatureVersion['default'] = null,
): FeatureVersion => ({
  ...described,
  id,
  kind: 'row',
  aggregate: null,
  view: rowSet.view,
  name,
  version: 1,
  fingerprint: `${id}`,
  rowSet: rowSet.id,
  type,
  expression: name,
  uses: [],
  fits: [],
  default: fallback,
})

export const viewOf = (
  rowSet: RowSet,
  features: readonly FeatureVersion[],
  ttl: Micros | null = null,
): ViewVersion => ({
  ...described,
  id: rowSet.id,
  view: rowSet.view,
  version: 1,
  fingerprint: `${rowSet.id}`,
  rowSet,
  entities: ['someone'],
  ttl,
  online: true,
  features,
})

export const selectAll = (view: ViewVersion): Selected[] =>
  view.features.map((feature) => ({ view, feature, category: null, column: feature.name }))

/** A row as history gives it: its keys, when, and one value a feature. */
export interface Answer {
  readonly keys: readonly Value[]
  readonly at: Micros
  readonly created?: Micros | null
  readonly row?: bigint
  readonly values: readonly Value[]
}

/** A value in the form in which a row holds it; of a family, a list with null for what is absent. */
const cellOf = (feature: FeatureVersion): ((value: Value) => Stored) => {
  if (!isFamily(feature)) return encoder(rawType(feature))
  const encode = familyEncoder(rawType(feature))
  return (list) => (Array.isArray(list) ? encode([...list.keys()], list) : null)
}

/** Rows as the writer takes them: a column at a time, in stored form. */
export const storedRows = (rowSet: RowSet, features: readonly FeatureVersion[], answers: readonly Answer[]) => {
  const types = [...rowSet.keys.map((it) => encoder(it.type)), ...features.map(cellOf)]
  const lists = answers.map((it) => [
    ...it.keys.map((value, i) => types[i]?.(value) ?? null),
    it.at,
    it.created ?? null,
    it.row ?? 0n,
    ...it.values.map((value, i) => types[rowSet.keys.length + i]?.(value) ?? null),
  ])
  const width = rowSet.keys.length + 3 + features.length
  return {
    rows: answers.length,
    columns: Array.from({ length: width }, (_, i) => lists.map((list) => list[i] ?? null)),
  }
}

/** Puts rows into a group of their own, as a full materialize does. */
export const shelve = (
  path: string,
  view: ViewVersion,
  answers: readonly Answer[],
  reading: Reading = { until: 0n, lastRun: 1 },
): void => {
  const writer = openOnlineWriter(path)
  const filling = writer.build(view.rowSet, view.features, reading)
  filling.put(storedRows(view.rowSet, view.features, answers))
  filling.finish()
  writer.close()
}
