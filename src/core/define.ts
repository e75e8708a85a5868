// How does TypeScript say it? Builders that only make plain definitions; `collected` is what a file declared.
import type { Definitions, LongFeature, SourceDefinition, ViewDefinition } from './definitions.ts'
import type { FeatureType } from './values.ts'

interface Described {
  readonly description?: string
  readonly owner?: string
  readonly tags?: readonly string[]
}

/** One declaration with the call site it came from. */
export interface Declared {
  readonly kind: keyof Definitions
  readonly name: string
  readonly body: unknown
  /** The stack at the builder's call, from which the place for errors is read. */
  readonly stack: string
}

const declarations: Declared[] = []

/** Hands over what was declared since the last call. */
export const collected = (): Declared[] => declarations.splice(0)

const declare = (kind: keyof Definitions, name: string, body: unknown): void => {
  declarations.push({ kind, name, body, stack: new Error('declared').stack ?? '' })
}

export interface Entity {
  readonly name: string
}
export interface Source {
  readonly name: string
}
export interface FeatureView<F extends string = string> {
  readonly name: string
  /** References to some of the view's features: `cardiac.pick('age')` → `['cardiac:age']`. */
  pick(...features: F[]): string[]
  /** References to all of them. */
  all(): string[]
}
export interface FeatureService {
  readonly name: string
}

export const entity = (
  name: string,
  body: { readonly keys: Readonly<Record<string, FeatureType>> } & Described,
): Entity => {
  declare('entities', name, body)
  return Object.freeze({ name })
}

type SourceBody<T extends SourceDefinition['type']> = Omit<Extract<SourceDefinition, { type: T }>, 'type'>

const sourceOf =
  <T extends SourceDefinition['type']>(type: T) =>
  (name: string, body: SourceBody<T>): Source => {
    declare('sources', name, { type, ...body })
    return Object.freeze({ name })
  }

export const csv = sourceOf('csv')
export const json = sourceOf('json')
export const parquet = sourceOf('parquet')

type About = Described & { readonly type?: FeatureType; readonly default?: string | number | bigint | boolean }
type FeatureBody = string | LongFeature

type ViewBody<F extends string> = Omit<ViewDefinition, 'entity' | 'entities' | 'source' | 'features'> & {
  readonly source: Source | string
  readonly features: Readonly<Record<F, FeatureBody>>
} & ({ readonly entity: Entity | string } | { readonly entities: readonly (Entity | string)[] })

const nameOf = (it: { readonly name: string } | string): string => (typeof it === 'string' ? it : it.name)

export const featureView = <F extends string>(name: string, body: ViewBody<F>): FeatureView<F> => {
  const whose = 'entity' in body ? { entity: nameOf(body.entity) } : { entities: body.entities.map(nameOf) }
  declare('views', name, { ...body, ...whose, source: nameOf(body.source) })
  const pick = (...features: string[]): string[] => features.map((feature) => `${name}:${feature}`)
  return Object.freeze({ name, pick, all: () => pick(...Object.keys(body.features)) })
}

export const featureService = (
  name: string,
  body: { readonly features: readonly (string | readonly string[])[] } & Described,
): FeatureService => {
  declare('services', name, { ...body, features: body.features.flat() })
  return Object.freeze({ name })
}

/** A SQL expression over the source's columns and the view's other features. */
export const sql = (strings: TemplateStringsArray, ...parts: readonly (string | number)[]): { sql: string } => ({
  sql: String.raw({ raw: strings }, ...parts),
})

export const minMax = (of: string, about: About = {}): LongFeature => ({ minMax: of, ...mutable(about) })
export const standardize = (of: string, about: About = {}): LongFeature => ({ standardize: of, ...mutable(about) })
export const bucketize = (
  of: string,
  how: ({ readonly bins: number } | { readonly edges: readonly number[] }) & About,
): LongFeature =>
  'bins' in how
    ? { bucketize: of, ...mutable(how), bins: how.bins }
    : { bucketize: of, ...mutable(how), edges: [...how.edges] }

const mutable = ({ tags, ...rest }: About): Omit<About, 'tags'> & { tags?: string[] } =>
  tags === undefined ? rest : { ...rest, tags: [...tags] }
