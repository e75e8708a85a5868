// What does a name mean? A view, feature, service, entity, source, dataset or run, read with what it is made of.
import { PintailError } from '../core/errors.ts'
import type { JsonObject } from '../core/json.ts'
import type { Manifest } from '../core/manifests.ts'
import { didYouMean } from '../core/nearest.ts'
import {
  type FeatureReference,
  formatNamedVersion,
  type NamedVersion,
  parseReference,
  readPart as readName,
  readNamedVersion,
  readReference,
} from '../core/references.ts'
import type { Member, ServiceVersion, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { datasetNamed, findDataset } from './datasets.ts'
import { type Part, readPart, readSaid, versionId } from './part.ts'
import type { Registry } from './registry.ts'
import { resolveReference, resolveService, resolveView } from './resolve.ts'
import { type Run, runById } from './runs.ts'

export type Thing =
  | { readonly kind: 'view'; readonly view: ViewVersion; readonly part: Part }
  /** With every version of the feature, and all that these are computed from. */
  | { readonly kind: 'feature'; readonly member: Member; readonly part: Part }
  | { readonly kind: 'service'; readonly service: ServiceVersion; readonly part: Part }
  | { readonly kind: 'entity' | 'source'; readonly name: string; readonly said: JsonObject }
  | { readonly kind: 'dataset'; readonly manifest: Manifest }
  | { readonly kind: 'run'; readonly run: Run }

/** `cardiac`, `cardiac@3`, `cardiac:age`, `heart_risk`, `heart_risk@2`, `patient`, `visits`, `12` or `run:12`. */
export const thingNamed = (registry: Registry, text: string): Thing => {
  const { database } = registry
  const run = /^(?:run:)?(\d+)$/.exec(text)
  if (run) return { kind: 'run', run: runNamed(registry, Number(run[1])) }
  if (text.startsWith('dataset:') && lastId(database, 'view', 'dataset') === null)
    return { kind: 'dataset', manifest: datasetNamed(registry, text.slice('dataset:'.length)) }
  const reference = readReference(text)
  if (reference) return reference.feature === '*' ? viewNamed(registry, reference) : featureNamed(registry, reference)
  const named = readNamedVersion(text)
  if (named && lastId(database, 'view', named.name) !== null)
    return viewNamed(registry, { view: named.name, version: named.version })
  if (named && lastId(database, 'service', named.name) !== null) return serviceNamed(registry, named)
  for (const kind of ['entity', 'source'] as const) {
    const said = readSaid(database, kind, [text]).get(text)
    if (said) return { kind, name: text, said }
  }
  const manifest = findDataset(registry, text)
  if (manifest) return { kind: 'dataset', manifest }
  throw unknown(registry, named?.name ?? text)
}

/** What a name means where the kind is known: things of two kinds may have one name. */
export const thingOf = (registry: Registry, kind: Thing['kind'], text: string): Thing => {
  switch (kind) {
    case 'view': {
      const { name, version } = readNamedVersion(text) ?? { name: text, version: null }
      return viewNamed(registry, { view: name, version })
    }
    case 'feature': {
      const reference = parseReference(text)
      if (reference.feature !== '*') return featureNamed(registry, reference)
      const fix = `pintail list features --view ${reference.view}`
      throw new PintailError({ code: 'bad_reference', message: `"${text}" is not one feature`, fix })
    }
    case 'service':
      return serviceNamed(registry, readNamedVersion(text) ?? { name: text, version: null })
    case 'entity':
    case 'source':
      return declaredNamed(registry, kind, text)
    case 'dataset':
      return { kind, manifest: datasetNamed(registry, text) }
    case 'run':
      return { kind, run: runNamed(registry, /^\d{1,15}$/.test(text) ? Number(text) : text) }
  }
}

const serviceNamed = (registry: Registry, named: NamedVersion): Thing => {
  const { database } = registry
  const text = formatNamedVersion(named)
  const id = versionId(database, 'service', named.name, named.version) ?? lastOf(database, 'service', named)
  if (id === null) throw missing(() => resolveService(registry.state(), text))
  const part = readPart(database, { services: [id] })
  return { kind: 'service', service: found(part.services.get(Number(id)), text), part }
}

const declaredNamed = ({ database }: Registry, kind: 'entity' | 'source', name: string): Thing => {
  const all = readSaid(database, kind)
  const said = all.get(name)
  if (said) return { kind, name, said }
  const command = kind === 'entity' ? 'pintail list entities' : 'pintail list sources'
  throw new PintailError({
    code: kind === 'entity' ? 'unknown_entity' : 'unknown_source',
    message: `there is no ${kind} "${name}"`,
    fix: didYouMean(name, all.keys(), command),
  })
}

type ViewNamed = Pick<FeatureReference, 'view' | 'version'>

/** What is retired is meant as it was last. */
const viewNamed = (registry: Registry, { view, version }: ViewNamed): Thing & { readonly kind: 'view' } => {
  const { database } = registry
  const id = versionId(database, 'view', view, version) ?? lastOf(database, 'view', { name: view, version })
  if (id === null) throw missing(() => resolveView(registry.state(), view, version))
  const part = readPart(database, { views: [id], through: true })
  return { kind: 'view', view: found(part.views.get(Number(id)), view), part }
}

/** A feature of the current view; one that no longer is, as the last view that had it. */
const featureNamed = (registry: Registry, reference: FeatureReference): Thing => {
  const { database } = registry
  const { view, version } = reference
  const { feature: name } = readName(reference.feature)
  const features = featureIds(database, view, name)
  const id = versionId(database, 'view', view, version)
  const holding = id !== null && holds(database, id, features) ? id : null
  const views = holding ?? (version === null ? lastHolding(database, view, features) : null)
  if (views === null) throw missing(() => resolveReference(registry.state(), reference))
  const part = readPart(database, { views: [views], features, through: true })
  const last = part.views.get(Number(views))
  const [member] = resolveReference(part, { ...reference, version: last?.version ?? version })
  return { kind: 'feature', member: found(member, name), part }
}

/** Ids of all versions of a feature, oldest first. */
export const featureIds = (database: Database, view: string, feature: string): bigint[] =>
  database
    .prepare<unknown[], bigint>('SELECT id FROM feature_versions WHERE view = ? AND feature = ? ORDER BY version')
    .pluck()
    .all(view, feature)

const holds = (database: Database, view: bigint, features: readonly bigint[]): boolean =>
  database
    .prepare<unknown[], bigint>(
      `SELECT count(*) FROM view_versions, json_each(definition, '$.features') AS held
       WHERE view_versions.id = ? AND held.value IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .get(view, `[${features.join()}]`) !== 0n

const lastHolding = (database: Database, view: string, features: readonly bigint[]): bigint | null =>
  database
    .prepare<unknown[], bigint>('SELECT id FROM view_versions WHERE view = ? ORDER BY version DESC')
    .pluck()
    .all(view)
    .find((id) => holds(database, id, features)) ?? null

const lastId = (database: Database, kind: 'view' | 'service', name: string): bigint | null =>
  database
    .prepare<unknown[], bigint>(`SELECT id FROM ${kind}_versions WHERE ${kind} = ? ORDER BY version DESC LIMIT 1`)
    .pluck()
    .get(name) ?? null

const lastOf = (
  database: Database,
  kind: 'view' | 'service',
  { name, version }: { readonly name: string; readonly version: number | null },
): bigint | null => (version === null ? lastId(database, kind, name) : null)

const found = <T>(it: T | undefined, what: string): T => {
  if (it !== undefined) return it
  throw new PintailError({ code: 'registry_damaged', message: `the registry names ${what} but does not hold it` })
}

/** What to throw where something is not there: the whole registry says what there is instead. */
const missing = (resolve: () => unknown): unknown => {
  try {
    resolve()
  } catch (cause) {
    return cause
  }
  return new PintailError({ code: 'busy', message: 'the registry changed while it was read', fix: 'try again' })
}

const runNamed = (registry: Registry, id: number | string): Run => {
  const run = typeof id === 'string' ? undefined : runById(registry, id)
  if (run) return run
  throw new PintailError({
    code: 'unknown_name',
    message: `there is no run ${typeof id === 'string' ? JSON.stringify(id) : id}`,
    fix: 'pintail list runs',
  })
}

const unknown = ({ database }: Registry, text: string): PintailError => {
  const names = [
    ...database.prepare<unknown[], string>('SELECT name FROM current_versions').pluck().all(),
    ...readSaid(database, 'entity').keys(),
    ...readSaid(database, 'source').keys(),
  ]
  if (names.length === 0)
    return new PintailError({ code: 'not_applied', message: 'nothing is applied yet', fix: 'pintail apply' })
  return new PintailError({
    code: 'unknown_name',
    message: `there is no view, service, entity or source "${text}"`,
    fix: didYouMean(text, names, 'pintail list   or a feature as view:feature, a run as its number'),
  })
}
