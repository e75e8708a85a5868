// Which datasets are kept, and what do they hold on to?
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { canonicalJson } from '../core/json.ts'
import { type Manifest, storedManifest } from '../core/manifests.ts'
import { didYouMean } from '../core/nearest.ts'
import { plainOf } from '../core/plain.ts'
import type { State } from '../core/state.ts'
import { readStored } from '../core/stored.ts'
import type { Listed } from '../core/verbs.ts'
import type { Registry } from './registry.ts'

interface Row {
  readonly name: string
  readonly created: bigint
  readonly manifest: string
}

const manifestOf = (row: Row): Manifest => readStored(storedManifest, row.manifest, `dataset "${row.name}"`)

const rows = ({ database }: Registry): Row[] =>
  database.prepare<unknown[], Row>('SELECT * FROM datasets ORDER BY created, name').all()

/** Oldest first. */
export const datasets = (registry: Registry): Manifest[] => rows(registry).map(manifestOf)

export const findDataset = ({ database }: Registry, name: string): Manifest | undefined => {
  const row = database.prepare<unknown[], Row>('SELECT * FROM datasets WHERE name = ?').get(name)
  return row && manifestOf(row)
}

export const datasetNamed = (registry: Registry, name: string): Manifest => {
  const found = findDataset(registry, name)
  if (found) return found
  const names = rows(registry).map((row) => row.name)
  throw new PintailError({
    code: 'unknown_name',
    message: `there is no dataset "${name}"`,
    fix: didYouMean(name, names, 'pintail dataset list'),
  })
}

export const refuseTaken = (registry: Registry, name: string): void => {
  if (findDataset(registry, name) === undefined) return
  throw new PintailError({
    code: 'bad_argument',
    message: `there is a dataset "${name}" already`,
    fix: `choose another name; what it holds:   pintail dataset show ${name}`,
  })
}

/** Names a dataset, once `settle` has put its files in their place: both happen or none. */
export const recordDataset = (registry: Registry, manifest: Manifest, settle: () => void): void =>
  registry.write(() => {
    refuseTaken(registry, manifest.name)
    registry.database
      .prepare('INSERT INTO datasets (name, created, manifest) VALUES (?, ?, ?)')
      .run(manifest.name, registry.clock.now(), canonicalJson(plainOf(manifest)))
    settle()
  })

/** Feature versions that datasets are made of, and all that these use: their columns are to be kept. */
export const pinnedByDatasets = (registry: Registry): ReadonlySet<number> =>
  throughUses(
    registry.state(),
    datasets(registry).flatMap(({ columns }) => columns.map((it) => it.feature)),
  )

/** Feature versions by their ids, and all that they use. */
export const throughUses = ({ features }: Pick<State, 'features'>, ids: readonly number[]): ReadonlySet<number> => {
  const found = new Set<number>()
  const add = (id: number): void => {
    if (found.has(id)) return
    found.add(id)
    for (const used of features.get(id)?.uses ?? []) add(used.id)
  }
  for (const id of ids) add(id)
  return found
}

export const datasetRow = ({ split, ...manifest }: Manifest): Listed => ({
  dataset: manifest.name,
  rows: manifest.rows,
  train: split?.train ?? null,
  test: split?.test ?? null,
  features: manifest.columns.length,
  service: manifest.service,
  target: manifest.target,
  spine: manifest.spine.path,
  created: manifest.created,
})

/** Everything but the SQL, which is a page of its own, and the ids, which mean nothing outside. */
export const datasetShown = (manifest: Manifest): Listed => ({
  ...datasetRow(manifest),
  timestamp: manifest.timestamp,
  known_at_timestamp: manifest.knownAt,
  split: manifest.split && { share: manifest.split.share, cut: manifest.split.cut, neither: manifest.split.neither },
  spine_sha256: manifest.spine.hash,
  rows_sha256: manifest.bytes,
  values_sha256: manifest.content,
  pintail: manifest.pintail,
  engine: manifest.engine,
  views: manifest.views.map(({ view, version, ttl, source, lastRun, fingerprint }) => {
    return { view, version, ttl, source, last_run: lastRun, fingerprint }
  }),
  features: manifest.features.map(({ id: _, fitted, ...feature }) => ({
    ...feature,
    fitted: fitted.map(({ call, value }) => `${call} = ${value}`),
  })),
  sources: manifest.sources.map(({ source, contents }) => ({ source, files: contents.length, sha256: contents })),
})

/** Contents landed from a source, sorted. */
export const contentsOf = ({ database }: Registry, source: string): string[] =>
  database
    .prepare<unknown[], { readonly hash: string }>('SELECT hash FROM source_contents WHERE source = ? ORDER BY hash')
    .all(source)
    .map((row) => row.hash)

/** When something is recorded, as a manifest says it. */
export const nowIn = ({ clock }: Registry): string => formatInstant(clock.now())
