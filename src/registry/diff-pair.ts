// Which two versions are to be held against each other? By their numbers, by two references, or the last two.
import type { DiffRequest } from '../core/diffs.ts'
import { PintailError } from '../core/errors.ts'
import { isReference } from '../core/references.ts'
import type { FeatureVersion, ServiceVersion, ViewVersion } from '../core/versions.ts'
import { type Part, readPart, versionId } from './part.ts'
import type { Registry } from './registry.ts'
import { type Thing, thingNamed } from './thing.ts'

export type DiffWhat =
  | { readonly kind: 'feature'; readonly feature: FeatureVersion; readonly category: string | null }
  | { readonly kind: 'view'; readonly view: ViewVersion }
  | { readonly kind: 'service'; readonly service: ServiceVersion }

export interface DiffPair {
  readonly a: DiffWhat
  readonly b: DiffWhat
  /** All that both are made of. */
  readonly part: Part
}

export const pairNamed = (registry: Registry, { reference, a, b }: DiffRequest): DiffPair => {
  const named = comparable(thingNamed(registry, reference), reference)
  if (a !== null && b === null && !isNumber(a)) return together(named, comparable(thingNamed(registry, a), a))
  const known = versionsOf(registry, named.what)
  const current = versionOf(named.what)
  const numberOf = (text: string): number => {
    const number = isNumber(text) ? Number(text) : null
    if (number !== null && known.includes(number)) return number
    throw noVersion(reference, text, known)
  }
  const to = b === null ? current : numberOf(b)
  const from = a === null ? known[known.indexOf(to) - 1] : numberOf(a)
  if (from === undefined) {
    throw new PintailError({
      code: 'unknown_version',
      message: `${reference} has no version before ${to}, so there is nothing to hold it against`,
      fix: `pintail show ${reference}`,
    })
  }
  return together(versionNamed(registry, named, from), versionNamed(registry, named, to))
}

interface Named {
  readonly what: DiffWhat
  readonly part: Part
}

const isNumber = (text: string): boolean => /^\d+$/.test(text)

const noVersion = (reference: string, text: string, known: readonly number[]): PintailError =>
  isNumber(text)
    ? new PintailError({
        code: 'unknown_version',
        message: `${reference} has no version ${text}; it has ${known.join(', ')}`,
        fix: `pintail show ${reference}`,
      })
    : new PintailError({
        code: 'bad_argument',
        message: `"${text}" is not the number of a version`,
        fix: `pintail diff ${reference} ${known.slice(-2).join(' ')}${isReference(text) ? '   or two references and no more' : ''}`,
      })

const comparable = (thing: Thing, reference: string): Named => {
  switch (thing.kind) {
    case 'feature': {
      const { feature, category } = thing.member
      return { what: { kind: 'feature', feature, category }, part: thing.part }
    }
    case 'view':
      return { what: thing, part: thing.part }
    case 'service':
      return { what: thing, part: thing.part }
    default:
      throw new PintailError({
        code: 'bad_argument',
        message: `"${reference}" is ${thing.kind === 'entity' ? 'an' : 'a'} ${thing.kind}, which has no versions`,
        fix: thing.kind === 'dataset' ? 'pintail dataset diff A B' : 'name a view, view:feature or a service',
      })
  }
}

const versionOf = (it: DiffWhat): number =>
  (it.kind === 'feature' ? it.feature : it.kind === 'view' ? it.view : it.service).version

/** Ascending. */
const versionsOf = ({ database }: Registry, it: DiffWhat): number[] => {
  const read = (sql: string, ...names: readonly string[]): number[] =>
    database
      .prepare<unknown[], bigint>(`${sql} ORDER BY version`)
      .pluck()
      .all(...names)
      .map(Number)
  if (it.kind === 'view') return read('SELECT version FROM view_versions WHERE view = ?', it.view.view)
  if (it.kind === 'service') return read('SELECT version FROM service_versions WHERE service = ?', it.service.service)
  const { view, name } = it.feature
  return read('SELECT version FROM feature_versions WHERE view = ? AND feature = ?', view, name)
}

const versionNamed = ({ database }: Registry, { what, part }: Named, version: number): Named => {
  if (what.kind === 'feature') {
    const { view, name } = what.feature
    const feature = [...part.features.values()].find(
      (it) => it.view === view && it.name === name && it.version === version,
    )
    return { what: { ...what, feature: feature ?? what.feature }, part }
  }
  if (what.kind === 'view') {
    const id = versionId(database, 'view', what.view.view, version)
    const read = readPart(database, { views: id === null ? [] : [id], through: true })
    return { what: { kind: 'view', view: read.views.get(Number(id)) ?? what.view }, part: read }
  }
  const id = versionId(database, 'service', what.service.service, version)
  const read = readPart(database, { services: id === null ? [] : [id], through: true })
  return { what: { kind: 'service', service: read.services.get(Number(id)) ?? what.service }, part: read }
}

const together = (a: Named, b: Named): DiffPair => {
  if (a.what.kind !== b.what.kind) {
    throw new PintailError({
      code: 'bad_argument',
      message: `a ${a.what.kind} and a ${b.what.kind} are not held against each other`,
      fix: 'name two of one kind',
    })
  }
  const part = {
    ...b.part,
    features: new Map([...a.part.features, ...b.part.features]),
    rowSets: new Map([...a.part.rowSets, ...b.part.rowSets]),
  }
  return { a: a.what, b: b.what, part }
}
