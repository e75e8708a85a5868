// When do definitions hold? What was analysed is held against the registry and recorded, all of it or none.
import type { Aggregate } from '../core/aggregates.ts'
import type { Analysed, AnalysedView } from '../core/analysed.ts'
import { outcomeOf } from '../core/changes.ts'
import { PintailError } from '../core/errors.ts'
import type { Kept, NextFeature, NextMember, NextView, Outcome } from '../core/outcome.ts'
import { declaredBy, plainOf } from '../core/plain.ts'
import { planOf } from '../core/plan.ts'
import { type State, viewVersion } from '../core/state.ts'
import type { Plan } from '../core/verbs.ts'
import { fitsText } from './commit.ts'
import type { Registry } from './registry.ts'
import { appliedEngine, restatedState, restates, writeRestated } from './restate.ts'
import { endRun, insertRun } from './runs.ts'
import { type MemberIds, memberRow, type Writer, writerOn } from './writer.ts'

/** What `apply` would record now. */
export const plan = (registry: Registry, analysed: Analysed): Plan =>
  planOf(analysed, restatedState(registry, registry.state(), analysed))

/** Records it. The registry is read anew under the write lock, so that of two applies the second sees the first. */
export const apply = (registry: Registry, analysed: Analysed): Plan =>
  registry.write(() => {
    const state = restatedState(registry, registry.state(), analysed)
    const outcome = outcomeOf(analysed, state)
    const told = planOf(analysed, state, outcome)
    if (told.changes.length === 0 && appliedEngine(registry) === analysed.engine) return told
    const run = insertRun(registry, 'apply', '')
    writeRestated(registry, state)
    record(registry, analysed, outcome, state)
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(told.changes, (change) => change.action)).map(([action, of]) => [
        action,
        of.length,
      ]),
    )
    endRun(registry, run, 'done', { detail: { engine: analysed.engine, restates, changes: counts } }, null)
    return told
  })

const record = (registry: Registry, analysed: Analysed, outcome: Outcome, state: State): void => {
  const writer = writerOn(registry.database, registry.clock.now())
  writer.clear()
  for (const [kind, things] of Object.entries(declaredBy(analysed)))
    for (const [name, definition] of things) writer.declare(kind, name, definition)
  for (const { name, schema } of analysed.sources.values()) writer.columns(name, plainOf(schema.columns), schema.reader)
  const ids = new Map<string, { view: number; features: ReadonlyMap<string, number> }>()
  for (const [name, view] of outcome.views) {
    const recorded = recordView(writer, name, view)
    ids.set(name, recorded)
    writer.current('view', name, recorded.view)
  }
  const idsOf = ({ view: name, feature, version }: NextMember): MemberIds => {
    if (version !== null) return pinnedIds(state, name, version, feature)
    const view = ids.get(name)
    return [known(view?.view, name), known(view?.features.get(feature), `${name}:${feature}`)]
  }
  for (const [name, next] of outcome.services) {
    const { description = '', owner = '', tags = [] } = next.definition
    const id =
      next.known?.id ??
      writer.service({
        service: name,
        version: next.version,
        fingerprint: next.fingerprint,
        definition: { members: next.members.map((it) => memberRow(idsOf(it), it.category)), description, owner, tags },
      })
    writer.current('service', name, id)
  }
}

const pinnedIds = (state: State, name: string, version: number, feature: string): MemberIds => {
  const view = viewVersion(state, name, version)
  const found = view?.features.find((it) => it.name === feature)
  return [known(view?.id, `${name}@${version}`), known(found?.id, `${name}@${version}:${feature}`)]
}

const known = <T>(id: T | undefined, what: string): T => {
  if (id !== undefined) return id
  throw new PintailError({ code: 'registry_damaged', message: `${what} was to be recorded before what names it` })
}

const recordView = (
  writer: Writer,
  name: string,
  next: NextView,
): { view: number; features: ReadonlyMap<string, number> } => {
  const { rows, ...view } = next.analysed
  const { fingerprint, source, view: _, ...definition } = rows
  const rowSet = next.rowSet?.id ?? writer.rowSet({ view: name, source, fingerprint, definition: plainOf(definition) })
  const ids = new Map<string, number>()
  for (const feature of next.inOrder) {
    const id = feature.known?.id ?? recordFeature(writer, next.analysed, feature, rowSet, ids)
    ids.set(feature.analysed.name, id)
  }
  const features = view.features.map((feature) => known(ids.get(feature.name), feature.name))
  const { entities, ttl, online, description, owner, tags } = view
  const id =
    next.known?.id ??
    writer.view({
      view: name,
      version: next.version,
      fingerprint: view.fingerprint,
      rowSet,
      definition: plainOf({ entities, ttl, online, features, description, owner, tags }),
    })
  return { view: id, features: ids }
}

const recordFeature = (
  writer: Writer,
  view: AnalysedView,
  { analysed, version, kept }: NextFeature,
  rowSet: number,
  ids: ReadonlyMap<string, number>,
): number => {
  const { kind, expression, reads, default: given, description, owner, tags } = analysed
  const uses = analysed.uses.map((name) => ({
    name: kind === 'late' ? columnThatIs(view, name) : name,
    id: known(ids.get(name), `${view.name}:${name}`),
  }))
  const aggregate = analysed.aggregate && withVocabulary(analysed.aggregate, kept)
  return writer.feature({
    view: view.name,
    feature: analysed.name,
    version,
    fingerprint: analysed.fingerprint,
    rowSet,
    type: analysed.type,
    definition: plainOf({ kind, aggregate, expression, uses, reads, default: given, description, owner, tags }),
    fits: fitsText(analysed.fits.map((fit) => ({ ...fit, value: kept.numbers.get(fit.identity) ?? null }))),
  })
}

/** What is computed late names the columns it reads: each is an input whose expression is the quoted name. */
const columnThatIs = (view: AnalysedView, input: string): string => {
  const { expression } = known(
    view.inputs.find((it) => it.name === input),
    `${view.name}:${input}`,
  )
  return expression.slice(1, -1).replaceAll('""', '"')
}

const withVocabulary = (aggregate: Aggregate, { vocabularies }: Kept): Aggregate => {
  const { categories } = aggregate
  if (categories === null) return aggregate
  const vocabulary = categories.vocabulary ?? vocabularies.get(categories.identity) ?? null
  return { ...aggregate, categories: { ...categories, vocabulary } }
}
