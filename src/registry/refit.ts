// When does a fit hold? What was fitted anew becomes versions with the same definitions, and so does all that is made
// of it: features, their view, and the services that name it bare.

import { nextNumber } from '../core/changes.ts'
import { PintailError } from '../core/errors.ts'
import { isArray, isObject, type Json, type JsonObject, readJson } from '../core/json.ts'
import { layersOf } from '../core/layers.ts'
import { type FeatureReference, parseReference } from '../core/references.ts'
import { type FitReport, isWhollyFitted, type Refitted, whyRefitted } from '../core/refitting.ts'
import type { State } from '../core/state.ts'
import type { FeatureVersion, Member, ServiceVersion, ViewVersion } from '../core/versions.ts'
import { fitsText } from './commit.ts'
import { fitDetail } from './fits.ts'
import type { Registry } from './registry.ts'
import { resolveReference } from './resolve.ts'
import { endRun, insertRun } from './runs.ts'
import { readState } from './versions.ts'
import { memberRow, type Writer, writerOn } from './writer.ts'

/** Records versions of the view's features with these numbers and vocabularies; `view` is the one they were fitted for. */
export const refit = (
  registry: Registry,
  view: ViewVersion,
  fitted: readonly FeatureVersion[],
  until: bigint | null,
): Pick<FitReport, 'run' | 'versions'> =>
  registry.write(() => {
    const { database, clock } = registry
    const state = readState(database)
    if (state.current.views.get(view.view)?.id !== view.id) throw overtaken(view.view)
    const run = insertRun(registry, 'fit', view.view)
    const writer = writerOn(database, clock.now())
    const { ids, features } = refitFeatures(registry, writer, state, view, fitted)
    const next = nextNumber([...state.views.values()].filter((it) => it.view === view.view))
    const definition = definitionOf(registry, 'view_versions', view.id)
    const id = writer.view({
      view: view.view,
      version: next,
      fingerprint: view.fingerprint,
      rowSet: view.rowSet.id,
      definition: { ...definition, features: listIn(definition, 'features').map((it) => renamed(it, ids)) },
    })
    setCurrent(registry, 'view', view.view, id)
    const services = refitServices(registry, writer, view)
    const versions = { view: { name: view.view, from: view.version, to: next, why: [] }, features, services }
    const now = view.features.map((it) => fitted.find(({ id: old }) => old === it.id) ?? it)
    const saw = now.filter(isWhollyFitted).map((it) => ids.get(it.id) ?? it.id)
    const told = { version: next, features: features.map(toldOf), services: services.map(toldOf) }
    endRun(registry, run, 'done', { detail: { ...fitDetail(until, saw), ...told } }, null)
    return { run, versions }
  })

const toldOf = ({ name, to, why }: Refitted): Json => ({ name, version: to, why: [...why] })

const refitFeatures = (
  registry: Registry,
  writer: Writer,
  state: State,
  view: ViewVersion,
  fitted: readonly FeatureVersion[],
): { readonly ids: ReadonlyMap<number, number>; readonly features: readonly Refitted[] } => {
  const anew = new Map(fitted.map((it) => [it.id, it]))
  const ids = new Map<number, number>()
  const features: Refitted[] = []
  for (const old of inOrderOfUse(view.features)) {
    const now = anew.get(old.id)
    const used = old.uses.filter((use) => ids.has(use.id))
    if (now === undefined && used.length === 0) continue
    const { fits, aggregate } = now ?? old
    const definition = definitionOf(registry, 'feature_versions', old.id)
    const version = nextNumber(
      [...state.features.values()].filter((it) => it.view === old.view && it.name === old.name),
    )
    const id = writer.feature({
      view: old.view,
      feature: old.name,
      version,
      fingerprint: old.fingerprint,
      rowSet: old.rowSet,
      type: old.type,
      definition: {
        ...definition,
        uses: old.uses.map((use) => ({ name: use.name, id: ids.get(use.id) ?? use.id })),
        ...(aggregate?.categories ? { aggregate: withCategories(definition, aggregate.categories.vocabulary) } : {}),
      },
      fits: fitsText(fits),
    })
    ids.set(old.id, id)
    const why = now === undefined ? used.map((use) => `uses ${use.name}`) : whyRefitted(old, now)
    features.push({ name: `${old.view}:${old.name}`, from: old.version, to: version, why })
  }
  return { ids, features }
}

const inOrderOfUse = (features: readonly FeatureVersion[]): FeatureVersion[] => {
  const { layers } = layersOf(features.map((it) => ({ name: it.name, reads: it.uses.map((use) => use.name), it })))
  return layers.flat().map(({ it }) => it)
}

const withCategories = ({ aggregate }: JsonObject, vocabulary: readonly string[] | null): Json => {
  const its = isObject(aggregate) ? aggregate : {}
  return {
    ...its,
    categories: { ...(isObject(its.categories) ? its.categories : {}), vocabulary: vocabulary && [...vocabulary] },
  }
}

/** Services that read the view by its bare name read the new version of it. */
const refitServices = (registry: Registry, writer: Writer, view: ViewVersion): Refitted[] => {
  const state = readState(registry.database)
  return [...state.current.services.values()].flatMap((old): Refitted[] => {
    const texts = listIn(state.declared.service.get(old.service), 'features').map(String)
    const isBare = ({ view: name, version }: FeatureReference): boolean => name === view.view && version === null
    if (!texts.map(parseReference).some(isBare)) return []
    const members = texts.flatMap((text) => {
      const { version } = parseReference(text)
      return resolved(state, old, text).map((it): [string, Member] => [keyOf(it, version), it])
    })
    const once = [...new Map(members).values()]
    const changed = once.filter((it, i) => it.feature.id !== old.members[i]?.feature.id)
    if (changed.length === 0) return []
    const version = nextNumber([...state.services.values()].filter((it) => it.service === old.service))
    const rows = once.map((it) => memberRow([it.view.id, it.feature.id], it.category))
    const definition = { ...definitionOf(registry, 'service_versions', old.id), members: rows }
    const id = writer.service({ service: old.service, version, fingerprint: old.fingerprint, definition })
    setCurrent(registry, 'service', old.service, id)
    const names = new Set(changed.map((it) => `${it.feature.view}:${it.feature.name}`))
    return [{ name: old.service, from: old.version, to: version, why: [...names].map((name) => `changed ${name}`) }]
  })
}

const keyOf = ({ view, feature, category }: Member, version: number | null): string =>
  JSON.stringify([view.view, version, feature.name, category])

/** A category that a service names must not vanish under it. */
const resolved = (state: State, service: ServiceVersion, text: string): readonly Member[] => {
  try {
    return resolveReference(state, parseReference(text))
  } catch (cause) {
    if (!(cause instanceof PintailError) || cause.code !== 'unknown_feature') throw cause
    throw new PintailError({
      code: 'unknown_feature',
      message: `service "${service.service}" reads ${text}, which would be no category any more: ${cause.message}`,
      fix: 'list it in the values of the feature, or take it out of the service, then   pintail apply',
      cause,
    })
  }
}

const listIn = (json: JsonObject | undefined, key: string): readonly Json[] => {
  const list = json?.[key]
  return isArray(list) ? list : []
}

const renamed = (id: Json, ids: ReadonlyMap<number, number>): Json => ids.get(Number(id)) ?? id

const definitionOf = ({ database }: Registry, table: string, id: number): JsonObject => {
  const text = database.prepare<unknown[], string>(`SELECT definition FROM ${table} WHERE id = ?`).pluck().get(id)
  const json = text === undefined ? null : readJson(text)
  return isObject(json) ? json : {}
}

const setCurrent = ({ database }: Registry, kind: 'view' | 'service', name: string, id: number): void => {
  database.prepare('UPDATE current_versions SET version_id = ? WHERE kind = ? AND name = ?').run(id, kind, name)
}

const overtaken = (view: string): PintailError =>
  new PintailError({
    code: 'busy',
    message: `feature view "${view}" got another version while it was fitted`,
    fix: `pintail fit ${view}   once more`,
  })
