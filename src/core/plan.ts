// What is told of an apply before it happens? One change a thing, in words, and the services it touches.
import type { Analysed } from './analysed.ts'
import { outcomeOf } from './changes.ts'
import { formatDuration } from './durations.ts'
import { canonicalJson, isArray, isObject, type Json, type JsonObject } from './json.ts'
import type { NextFeature, NextService, NextView, Outcome } from './outcome.ts'
import { declaredBy } from './plain.ts'
import type { DeclaredKind, State } from './state.ts'
import type { Change, Plan } from './verbs.ts'
import type { FeatureVersion } from './versions.ts'
import { whyFeature, whyService, whyView } from './why.ts'

export const planOf = (analysed: Analysed, state: State, outcome: Outcome = outcomeOf(analysed, state)): Plan => {
  const declared = declaredBy(analysed)
  const said = (kind: DeclaredKind): Change[] => saidChanges(kind, declared[kind], state)
  const services = [...outcome.services].flatMap(([name, next]) => serviceChanges(name, next, state))
  const changes = [
    ...said('entity'),
    ...said('source').map(withNotes(analysed)).concat(columnChanges(analysed, state)),
    ...[...outcome.views].flatMap(([name, next]) => viewChanges(name, next, state)),
    ...said('view').filter((change) => change.action === 'described'),
    ...describedFeatures(declared.view, outcome, state),
    ...retiredViews(outcome, state),
    ...services,
    ...said('service').filter((change) => change.action === 'described'),
    ...retiredServices(outcome, state),
  ]
  const affected = services.filter((change) => change.action !== 'new').map((change) => change.name)
  return { changes: merged(changes), affected }
}

/** A thing that changes is told once, and its new words are told with it. */
const merged = (changes: readonly Change[]): Change[] => {
  const heavier = new Set(changes.filter((it) => it.action !== 'described').map((it) => `${it.kind} ${it.name}`))
  return changes.filter((it) => it.action !== 'described' || !heavier.has(`${it.kind} ${it.name}`))
}

const wordKeys = ['description', 'owner', 'tags', 'sla', 'checks', 'drift']

const differing = (a: JsonObject, b: JsonObject): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (key) => canonicalJson(a[key] ?? null) !== canonicalJson(b[key] ?? null),
  )

/** Entities and sources have no versions; of views and services only their words are looked at here. */
const saidChanges = (kind: DeclaredKind, now: ReadonlyMap<string, JsonObject>, state: State): Change[] => {
  const before = state.declared[kind]
  const versioned = kind === 'view' || kind === 'service'
  const told = (name: string, action: Change['action'], why: readonly string[]): Change => {
    const version = kind === 'view' ? state.current.views.get(name) : state.current.services.get(name)
    const number = versioned ? (version?.version ?? null) : null
    return { kind, name, action, from: number, to: action === 'retired' ? null : number, why }
  }
  const changes = [...now].flatMap(([name, definition]) => {
    const known = before.get(name)
    if (!known) return [told(name, 'new', [])]
    const keys = differing(known, definition).filter((key) => !versioned || wordKeys.includes(key))
    if (kind === 'view' && isReordered(known, definition)) keys.push('features')
    // The same versions today; a bare name follows the next one, and a pinned one does not.
    if (kind === 'service' && differing(known, definition).includes('features')) keys.push('references')
    if (keys.length === 0) return []
    const action = versioned || keys.every((key) => wordKeys.includes(key)) ? 'described' : 'changed'
    return [
      told(
        name,
        action,
        keys.map((key) => changedKey(key, known[key], definition[key])),
      ),
    ]
  })
  const gone = [...before.keys()].filter((name) => !now.has(name))
  return [...changes, ...gone.map((name) => told(name, 'retired', ['no longer declared']))]
}

/** The same features in another order: answers to `view:*` follow it. */
const isReordered = (before: JsonObject, now: JsonObject): boolean => {
  const [old, names] = [before, now].map((view) => [...featuresIn(view).keys()])
  return old?.join() !== names?.join() && old?.sort().join() === names?.sort().join()
}

const changedKey = (key: string, from: Json | undefined, to: Json | undefined): string => {
  const short = (it: Json | undefined): string | null =>
    key === 'description' || isArray(it) || isObject(it) ? null : `${it ?? 'none'}`
  const lengthOf = (it: Json | undefined): string =>
    typeof it === 'number' || typeof it === 'bigint' ? formatDuration(BigInt(it)) : 'none'
  if (key === 'features') return 'the order of its features'
  if (key === 'references') return 'how it names its features'
  if (key === 'sla') return `sla ${lengthOf(from)} → ${lengthOf(to)}`
  const [a, b] = [short(from), short(to)]
  return a === null || b === null || a.length + b.length > 60 ? key : `${key} ${a || 'none'} → ${b || 'none'}`
}

/** Raw columns that the files of a source gained or that got another type. */
const columnChanges = (analysed: Analysed, state: State): Change[] =>
  [...analysed.sources.values()].flatMap(({ name, schema }): Change[] => {
    const known = state.columns.get(name)
    if (!known || !state.declared.source.has(name)) return []
    const types = new Map(known.map((column) => [column.name, column.type]))
    const why = schema.columns.flatMap((column) => {
      const type = types.get(column.name)
      if (type === column.type) return []
      return [type === undefined ? `new column ${column.name}` : `column ${column.name} ${type} → ${column.type}`]
    })
    if (why.length === 0) return []
    return [{ kind: 'source', name, action: 'changed', from: null, to: null, why: [...why, ...(schema.notes ?? [])] }]
  })

/** Of a new source, what was decided of its columns. */
const withNotes =
  ({ sources }: Analysed) =>
  (change: Change): Change =>
    change.action === 'new'
      ? { ...change, why: [...change.why, ...(sources.get(change.name)?.schema.notes ?? [])] }
      : change

const actionOf = (next: { readonly known: unknown; readonly version: number }): Change['action'] =>
  next.known !== null ? 'restored' : next.version === 1 ? 'new' : 'changed'

const viewChanges = (name: string, next: NextView, state: State): Change[] => {
  const current = state.current.views.get(name)
  const features = next.features.flatMap((feature) => featureChanges(name, feature, next, state))
  const gone = (current?.features ?? []).filter((old) => !next.features.some((it) => it.analysed.name === old.name))
  const retired = gone.map((feature) => retiredFeature(feature, state))
  if (next.known !== null && next.known.id === current?.id) return [...features, ...retired]
  const view: Change = {
    kind: 'view',
    name,
    action: actionOf(next),
    from: current?.version ?? null,
    to: next.version,
    why: current === undefined ? [] : whyView(current, next),
  }
  return [view, ...features, ...retired]
}

const featureChanges = (view: string, next: NextFeature, of: NextView, state: State): Change[] => {
  const old = state.current.views.get(view)?.features.find((it) => it.name === next.analysed.name)
  if (next.known !== null && next.known.id === old?.id) return []
  return [
    {
      kind: 'feature',
      name: `${view}:${next.analysed.name}`,
      action: actionOf(next),
      from: old?.version ?? null,
      to: next.version,
      why: old === undefined ? [] : whyFeature(old, next.analysed, of, state.features),
    },
  ]
}

const retiredFeature = (feature: FeatureVersion, state: State): Change => {
  const pinning = [...state.current.services.keys()].filter((service) =>
    [...state.services.values()].some(
      (it) => it.service === service && it.members.some((member) => member.feature.id === feature.id),
    ),
  )
  return {
    kind: 'feature',
    name: `${feature.view}:${feature.name}`,
    action: 'retired',
    from: feature.version,
    to: null,
    why: ['no longer declared', ...pinning.map((service) => `kept up to date for service ${service}`)],
  }
}

const retiredViews = (outcome: Outcome, state: State): Change[] =>
  [...state.current.views].flatMap(([name, view]): Change[] =>
    outcome.views.has(name)
      ? []
      : [
          { kind: 'view', name, action: 'retired', from: view.version, to: null, why: ['no longer declared'] },
          ...view.features.map((feature) => retiredFeature(feature, state)),
        ],
  )

const describedFeatures = (views: ReadonlyMap<string, JsonObject>, outcome: Outcome, state: State): Change[] =>
  [...views].flatMap(([view, now]) => {
    const before = featuresIn(state.declared.view.get(view))
    return [...featuresIn(now)].flatMap(([name, words]): Change[] => {
      const known = before.get(name)
      const why =
        known === undefined ? [] : differing(known, words).map((key) => changedKey(key, known[key], words[key]))
      const version = outcome.views.get(view)?.features.find((it) => it.analysed.name === name)?.version ?? null
      if (why.length === 0) return []
      return [{ kind: 'feature', name: `${view}:${name}`, action: 'described', from: version, to: version, why }]
    })
  })

const featuresIn = (view: JsonObject | undefined): Map<string, JsonObject> => {
  const features = isArray(view?.features) ? view.features.filter(isObject) : []
  return new Map(features.map((feature) => [String(feature.name), feature]))
}

const serviceChanges = (name: string, next: NextService, state: State): Change[] => {
  const current = state.current.services.get(name)
  if (next.known !== null && next.known.id === current?.id) return []
  const why = current === undefined ? [] : whyService(current, next)
  return [{ kind: 'service', name, action: actionOf(next), from: current?.version ?? null, to: next.version, why }]
}

const retiredServices = (outcome: Outcome, state: State): Change[] =>
  [...state.current.services].flatMap(([name, service]): Change[] =>
    outcome.services.has(name)
      ? []
      : [{ kind: 'service', name, action: 'retired', from: service.version, to: null, why: ['no longer declared'] }],
  )
