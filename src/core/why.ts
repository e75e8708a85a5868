// Why does a thing get a version? The parts that differ, in the words of the definitions.
import type { AnalysedFeature } from './analysed.ts'
import type { Micros } from './clock.ts'
import { formatDuration } from './durations.ts'
import { canonicalJson, type Json } from './json.ts'
import { shortList } from './nearest.ts'
import type { NextService, NextView } from './outcome.ts'
import { formatPart } from './references.ts'
import { askedThrough, type State } from './state.ts'
import type { Column } from './values.ts'
import type { FeatureVersion, Reads, RowSet, ServiceVersion, ViewVersion } from './versions.ts'
import { whyAggregate } from './why-aggregate.ts'

export const lengthOf = (ttl: Micros | null): string => (ttl === null ? 'none' : formatDuration(ttl))

export const shown = (value: string | number | bigint | boolean | null): string =>
  value === null ? 'none' : String(value)

/** A quoted plain word as the word. */
export const unquoted = (sql: string): string => (/^"[a-z_]\w*"$/i.test(sql) ? sql.slice(1, -1) : sql)

/** `all` are the known versions, for what the old one is made of. */
export const whyFeature = (
  old: FeatureVersion,
  now: AnalysedFeature,
  view: NextView,
  all: State['features'],
): string[] => {
  const used = now.uses.filter((name) => {
    const before = old.uses.find((use) => use.name === name)
    const next = view.inOrder.find((it) => it.analysed.name === name)
    return before !== undefined && before.id !== next?.known?.id
  })
  return [
    ...whyComputed(old, now),
    ...(old.type === now.type ? [] : [`type ${old.type} → ${now.type}`]),
    ...(old.default === now.default ? [] : [`default ${shown(old.default)} → ${shown(now.default)}`]),
    ...whyReads(readsThrough(old, all), nextReads(now, view)),
    ...used.map((name) => `uses ${view.analysed.name}:${name}`),
    ...(old.rowSet === view.rowSet?.id ? [] : ['the rows of the view']),
  ]
}

type Computed = Pick<AnalysedFeature, 'expression' | 'aggregate'>

export const whyComputed = (old: Computed, now: Computed): string[] => {
  if (old.aggregate === null || now.aggregate === null) return old.expression === now.expression ? [] : ['expression']
  const aggregate = { expression: now.expression, aggregate: now.aggregate }
  const why = whyAggregate({ expression: old.expression, aggregate: old.aggregate }, aggregate)
  return why.length > 0 || old.expression === now.expression ? why : ['expression']
}

/** Columns of the source that a version reads, by itself or by its inputs. */
export const readsThrough = (feature: FeatureVersion, all: State['features']): Reads | undefined =>
  feature.kind === 'aggregate' ? together(askedThrough(feature, all).map((it) => it.reads)) : feature.reads

const nextReads = (feature: AnalysedFeature, { analysed }: NextView): Reads => {
  if (feature.kind !== 'aggregate') return feature.reads
  const found = new Map([[feature.name, feature]])
  for (const { uses } of found.values())
    for (const input of analysed.inputs) if (uses.includes(input.name)) found.set(input.name, input)
  return together([...found.values()].map((it) => it.reads))
}

const together = (reads: readonly (Reads | undefined)[]): Reads => ({
  raw: reads.flatMap((it) => it?.raw ?? []),
  derived: reads.flatMap((it) => it?.derived ?? []),
})

export const whyReads = (old: Reads | undefined, now: Reads): string[] => {
  const types = new Map(old?.raw.map((column) => [column.name, column.type]))
  const retyped = now.raw.flatMap(({ name, type }) => {
    const before = types.get(name)
    return before === undefined || before === type ? [] : [`column ${name} ${before} → ${type}`]
  })
  const derived = new Map(old?.derived.map((column) => [column.name, canonicalJson(plain(column))]))
  const redefined = now.derived.flatMap((column) => {
    const before = derived.get(column.name)
    return before === undefined || before === canonicalJson(plain(column)) ? [] : [`column ${column.name}`]
  })
  return [...new Set([...retyped, ...redefined])]
}

const plain = (column: Reads['derived'][number]): Json => ({ ...column })

export const whyView = (old: ViewVersion, next: NextView): string[] => {
  const { ttl, online, entities, features, rows } = next.analysed
  const ids = new Map(next.features.map((it) => [it.analysed.name, it.known?.id]))
  return whyViewDiffers(
    {
      ...old,
      features: new Map(old.features.map((it) => [it.name, it.id])),
      rows: old.rowSet,
      rowSetId: old.rowSet.id,
    },
    {
      ...{ ttl, online, entities, rows, rowSetId: next.rowSet?.id },
      features: new Map(features.map(({ name }) => [name, ids.get(name)])),
    },
  )
}

type Rows = Omit<RowSet, 'id' | 'view'>

/** A view version, with the ids of its features by name; undefined for those that are new. */
export interface ToldView extends Pick<ViewVersion, 'ttl' | 'online' | 'entities'> {
  readonly features: ReadonlyMap<string, number | undefined>
  readonly rows: Rows
  readonly rowSetId: number | undefined
}

export const whyViewDiffers = (old: ToldView, now: ToldView): string[] => {
  const names = [...now.features.keys()]
  const list = (what: string, of: readonly string[]): string[] => (of.length === 0 ? [] : [`${what} ${shortList(of)}`])
  return [
    ...(old.ttl === now.ttl ? [] : [`ttl ${lengthOf(old.ttl)} → ${lengthOf(now.ttl)}`]),
    ...(old.online === now.online ? [] : [`online ${old.online} → ${now.online}`]),
    ...(old.entities.join() === now.entities.join()
      ? []
      : [`entities ${old.entities.join(', ')} → ${now.entities.join(', ')}`]),
    ...(old.rowSetId === now.rowSetId ? [] : whyRows(old.rows, now.rows)),
    ...list(
      'changed',
      names.filter((name) => old.features.has(name) && old.features.get(name) !== now.features.get(name)),
    ),
    ...list(
      'new',
      names.filter((name) => !old.features.has(name)),
    ),
    ...list(
      'without',
      [...old.features.keys()].filter((name) => !now.features.has(name)),
    ),
  ]
}

const whyRows = (old: Rows, now: Rows): string[] => {
  const keys = (of: readonly Column[]): string => of.map((key) => `${key.name} ${key.type}`).join(', ')
  const told = [
    ...(old.source === now.source ? [] : [`source ${old.source} → ${now.source}`]),
    ...(keys(old.keys) === keys(now.keys) ? [] : [`keys ${keys(old.keys)} → ${keys(now.keys)}`]),
    ...(old.filter === now.filter ? [] : ['where']),
    ...(old.timestamp === now.timestamp ? [] : [`timestamp ${unquoted(old.timestamp)} → ${unquoted(now.timestamp)}`]),
    ...(old.created === now.created
      ? []
      : [`created ${unquoted(shown(old.created))} → ${unquoted(shown(now.created))}`]),
    ...(old.events === now.events ? [] : [now.events ? 'rows → events' : 'events → rows']),
    ...(old.events && now.events && old.eventId !== now.eventId
      ? [`id ${unquoted(shown(old.eventId))} → ${unquoted(shown(now.eventId))}`]
      : []),
    ...(old.timezone === now.timezone ? [] : [`timezone ${old.timezone} → ${now.timezone}`]),
    ...whyReads(old.reads, now.reads ?? { raw: [], derived: [] }),
  ]
  return told.length === 0 ? ['the columns its rows are told by'] : told
}

export const whyService = (old: ServiceVersion, next: NextService): string[] => {
  const before = new Map(
    old.members.map((it) => [`${it.view.view}:${formatPart({ feature: it.feature.name, category: it.category })}`, it]),
  )
  const after = new Map(next.members.map((it) => [`${it.view}:${formatPart(it)}`, it]))
  const told = [
    ...[...after].flatMap(([name, member]) => {
      const known = before.get(name)
      if (!known) return [`new ${name}`]
      if (known.feature.fingerprint !== member.fingerprint) return [`changed ${name}`]
      if (known.feature.id !== member.id) return [`another fit of ${name}`]
      const { ttl, online } = known.view
      return [
        ...(ttl === member.ttl ? [] : [`ttl of ${name} ${lengthOf(ttl)} → ${lengthOf(member.ttl)}`]),
        ...(online === member.online ? [] : [`online of ${name} ${online} → ${member.online}`]),
      ]
    }),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `without ${name}`),
  ]
  return told.length === 0 ? ['the order of its features'] : told
}
