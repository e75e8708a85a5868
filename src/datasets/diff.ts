// How do two datasets differ? In what they pin, then in their values, where they answer for the same rows.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetDifference } from '../core/datasets.ts'
import { PintailError } from '../core/errors.ts'
import { type Manifest, rowsFile } from '../core/manifests.ts'
import { datasetNamed } from '../registry/datasets.ts'
import { compareRows } from './compare.ts'
import type { DatasetRoom } from './room.ts'

type Cell = string | number | null

export const diffDatasets = async (room: DatasetRoom, a: string, b: string): Promise<DatasetDifference[]> => {
  const [first, second] = [datasetNamed(room.registry, a), datasetNamed(room.registry, b)]
  return [...pinnedDifferences(first, second), ...(await valueDifferences(room, first, second))]
}

/** What a manifest says, line by line; lines of one name are held against each other. */
const said = (it: Manifest): Map<string, Cell> =>
  new Map<string, Cell>([
    ['spine', it.spine.hash],
    ['timestamp', it.timestamp],
    ['known at timestamp', it.knownAt ? 'yes' : 'no'],
    ['target', it.target],
    ['split', it.split && `${it.split.share} at ${it.split.cut}`],
    ['service', it.service],
    ['rows', it.rows],
    ['values', it.content],
    ['Pintail', it.pintail],
    ['engine', it.engine],
    ...it.views.flatMap(({ view, version, ttl, lastRun }): [string, Cell][] => [
      [`${view} version`, version],
      [`${view} ttl`, ttl],
      [`${view} last run`, lastRun],
    ]),
    ...it.features.flatMap(({ feature, version, expression, fitted, vocabulary }): [string, Cell][] => [
      [`${feature} version`, version],
      [`${feature} expression`, expression],
      ...fitted.map(({ call, value }): [string, Cell] => [`${feature} ${call}`, value]),
      ...(vocabulary === null ? [] : [[`${feature} vocabulary`, vocabulary.join(', ')] satisfies [string, Cell]]),
    ]),
  ])

const pinnedDifferences = (a: Manifest, b: Manifest): DatasetDifference[] => {
  const [first, second] = [said(a), said(b)]
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((what) => {
    const [was, is] = [first.get(what) ?? null, second.get(what) ?? null]
    return was === is ? [] : [{ what, a: was, b: is, rows: null }]
  })
}

const valueDifferences = async (room: DatasetRoom, a: Manifest, b: Manifest): Promise<DatasetDifference[]> => {
  if (a.content === b.content) return []
  const [first, second] = [rowsOf(room, a), rowsOf(room, b)]
  const session = await room.store.session()
  try {
    const { differences, missing, added, ...rows } = await compareRows(session, first, second)
    const sides = [
      ...missing.map((column) => ({ what: `column ${column}`, a: 'there', b: null, rows: null })),
      ...added.map((column) => ({ what: `column ${column}`, a: null, b: 'there', rows: null })),
    ]
    // Rows of two spines do not belong together, even where they are as many.
    if (a.spine.hash !== b.spine.hash || rows.a !== rows.b) return sides
    return [
      ...sides,
      ...differences.map(({ column, rows: count }) => ({ what: `column ${column}`, a: null, b: null, rows: count })),
    ]
  } finally {
    session.close()
  }
}

const rowsOf = (room: DatasetRoom, { name }: Manifest): string => {
  const path = join(room.folder, name, rowsFile)
  if (existsSync(path)) return path
  throw new PintailError({
    code: 'store_damaged',
    message: `the rows of dataset "${name}" are gone`,
    at: { file: path },
    fix: `pintail dataset reproduce ${name} -o ${path}`,
  })
}
