// What is a version's definition, part by part? Texts by name, so that two versions can stand side by side.
import { shortText } from './categories.ts'
import type { DiffPart } from './diffs.ts'
import { formatDuration } from './durations.ts'
import { marksOf } from './marks.ts'
import { formatPart } from './references.ts'
import { isInput } from './state.ts'
import type { DerivedRead, FeatureVersion, RowSet, ServiceVersion, ViewVersion } from './versions.ts'
import { lengthOf, readsThrough, unquoted } from './why.ts'
import { policyText, windowText } from './why-aggregate.ts'

export type Parts = ReadonlyMap<string, string>

type Entry = readonly [part: string, text: string | null]

const partsFrom = (entries: readonly Entry[]): Parts =>
  new Map(entries.flatMap(([part, text]): [string, string][] => (text === null ? [] : [[part, text]])))

/** Parts of either, in the order of the second. */
export const sideBySide = (a: Parts, b: Parts): DiffPart[] =>
  [...new Set([...b.keys(), ...a.keys()])].map((part) => {
    const [before, after] = [a.get(part) ?? null, b.get(part) ?? null]
    const marks = before === null || after === null ? { a: [], b: [] } : marksOf(before, after)
    return { part, a: before, b: after, changed: before !== after, marks }
  })

/** `all` holds what it is computed from. */
export const featureParts = (
  feature: FeatureVersion,
  rowSet: RowSet,
  all: ReadonlyMap<number, FeatureVersion>,
): Parts => {
  const reads = readsThrough(feature, all)
  return partsFrom([
    ['expression', feature.expression],
    ['type', feature.type],
    ['default', feature.default === null ? null : textOf(feature.default)],
    ...aggregateParts(feature),
    ...feature.fits.map(({ call, value }): Entry => [`fitted ${call}`, value === null ? 'not fitted yet' : `${value}`]),
    ...feature.uses.flatMap(({ name, id }): Entry[] => {
      const used = all.get(id)
      return used && isInput(used) ? [] : [[`uses ${name}`, `version ${used?.version ?? '?'}`]]
    }),
    ...rowParts(rowSet),
    ...(reads?.raw ?? []).map((column): Entry => [`column ${column.name}`, column.type]),
    ...(reads?.derived ?? []).map(
      (column): Entry => [`column ${column.name}`, `${column.type} ${derivedText(column)}`],
    ),
  ])
}

const textOf = (value: string | number | bigint | boolean): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value)

export const derivedText = (column: DerivedRead): string => {
  if ('json' in column) return `${column.json} ${column.path}`
  return 'sql' in column ? column.sql : "seconds to the key's previous event"
}

const aggregateParts = ({ aggregate }: FeatureVersion): Entry[] => {
  if (aggregate === null) return []
  const { categories, q, within, scale } = aggregate
  const vocabulary = categories?.vocabulary ?? null
  return [
    ['function', q === null ? aggregate.function : `${aggregate.function} ${q}`],
    ['window', windowText(aggregate.length)],
    ['closed', aggregate.closed === 'left' ? 'left' : null],
    ['within', within === null ? null : formatDuration(within)],
    ['scale', scale === null ? null : String(scale)],
    ['as', aggregate.as === 'value' ? null : aggregate.as],
    ['values', categories && policyText(categories.policy)],
    ['categories', categories && (vocabulary === null ? 'not fitted yet' : vocabulary.map(shortText).join(', '))],
  ]
}

const rowParts = (rowSet: RowSet): Entry[] => [
  ['source', rowSet.source],
  ['rows', rowSet.events ? 'events' : null],
  ['keys', rowSet.keys.map((key) => `${key.name} ${key.type}`).join(', ')],
  ['id', rowSet.eventId && unquoted(rowSet.eventId)],
  ['where', rowSet.filter],
  ['timestamp', unquoted(rowSet.timestamp)],
  ['created', rowSet.created && unquoted(rowSet.created)],
  ['timezone', rowSet.timezone === 'UTC' ? null : rowSet.timezone],
]

export const viewParts = (view: ViewVersion): Parts =>
  partsFrom([
    ['entities', view.entities.join(', ')],
    ...rowParts(view.rowSet),
    ['ttl', lengthOf(view.ttl)],
    ['online', String(view.online)],
    ...view.features.map((it): Entry => [`feature ${it.name}`, `version ${it.version}: ${it.expression}`]),
  ])

export const serviceParts = (service: ServiceVersion): Parts =>
  partsFrom(
    service.members.map(({ view, feature, category }): Entry => {
      const answers = `ttl ${lengthOf(view.ttl)}${view.online ? '' : ', not online'}`
      return [
        `${view.view}:${formatPart({ feature: feature.name, category })}`,
        `version ${feature.version}, ${answers}: ${feature.expression}`,
      ]
    }),
  )
