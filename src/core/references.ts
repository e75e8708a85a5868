// What does `cardiac@3:age` point at? References to features, views and services, read from text.
import { PintailError } from './errors.ts'

/** `view:feature`, `view:*`, `view@3:feature`. */
export interface FeatureReference {
  readonly view: string
  readonly version: number | null
  /** `*` is every feature of the view. With a category (`readPart`) it may hold any text. */
  readonly feature: string
}

/** `name` or `name@2`: a view or a service. */
export interface NamedVersion {
  readonly name: string
  readonly version: number | null
}

const named = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,8}))?$/

export const readNamedVersion = (text: string): NamedVersion | null => {
  const found = named.exec(text)
  return found?.[1] === undefined ? null : { name: found[1], version: found[2] === undefined ? null : Number(found[2]) }
}

export const readReference = (text: string): FeatureReference | null => {
  const colon = text.indexOf(':')
  if (colon < 0) return null
  const view = readNamedVersion(text.slice(0, colon))
  const feature = text.slice(colon + 1)
  return view === null || feature === '' ? null : { view: view.name, version: view.version, feature }
}

/** What stands after the view: a feature, and of one with categories perhaps the one meant, whatever its text. */
export interface Part {
  readonly feature: string
  readonly category: string | null
}

/** `clicks_7d`, `clicked_text:Add to cart`: declared names have no colon. */
export const readPart = (text: string): Part => {
  const colon = text.indexOf(':')
  return colon < 0
    ? { feature: text, category: null }
    : { feature: text.slice(0, colon), category: text.slice(colon + 1) }
}

export const formatPart = ({ feature, category }: Part): string =>
  category === null ? feature : `${feature}:${category}`

export const isReference = (text: string): boolean => readReference(text) !== null

export const parseReference = (text: string): FeatureReference => {
  const reference = readReference(text)
  if (reference) return reference
  throw new PintailError({
    code: 'bad_reference',
    message: `"${text}" is no feature reference`,
    fix: 'write view:feature, view:* or view@3:feature   pintail list features',
  })
}

export const formatReference = (reference: FeatureReference): string =>
  `${formatNamedVersion({ name: reference.view, version: reference.version })}:${reference.feature}`

export const formatNamedVersion = (it: NamedVersion): string =>
  it.version === null ? it.name : `${it.name}@${it.version}`
