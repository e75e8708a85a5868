// Which things of the registry are meant by these words? Of every kind, the best first.
import { type Match, ranked, type Searchable } from '../core/search.ts'
import type { Listed, ListRequest } from '../core/verbs.ts'
import type { Database } from '../sqlite.ts'
import { datasets } from './datasets.ts'
import { checkFilters, type Filters, featuresListed, keeps, servicesListed, viewsListed } from './listing.ts'
import { atOneLook } from './one-look.ts'
import { readSaid } from './part.ts'
import type { Registry } from './registry.ts'
import { type Described, saidWords, textIn } from './shown.ts'

export const searchKinds = ['view', 'feature', 'service', 'entity', 'source', 'dataset'] as const
export type SearchKind = (typeof searchKinds)[number]

export interface SearchRequest extends Omit<ListRequest, 'what'> {
  readonly words: string
  /** Absent: all. */
  readonly kind?: SearchKind | undefined
}

interface Thing extends Searchable {
  readonly kind: SearchKind
  readonly reference: string
  readonly version: number | null
  readonly status: string | null
  readonly tags: readonly string[]
}

export const search = (registry: Registry, request: SearchRequest): Listed[] =>
  atOneLook(registry, () => {
    checkFilters(registry.database, request)
    const kinds = request.kind === undefined ? searchKinds : [request.kind]
    return ranked(
      kinds.flatMap((kind) => thingsOf(registry, kind, request)),
      request.words,
    ).map(rowOf)
  })

const rowOf = ({ of, score, in: found }: Match<Thing>): Listed => ({
  kind: of.kind,
  name: of.reference,
  version: of.version,
  status: of.status,
  owner: of.owner,
  tags: [...of.tags],
  description: of.description,
  expression: of.expression === '' ? null : of.expression,
  found_in: [...found],
  score,
})

const thingsOf = (registry: Registry, kind: SearchKind, filters: Filters): Thing[] => {
  const { database } = registry
  switch (kind) {
    case 'view':
      return viewsListed(database, filters).map((it) => thing(kind, it.view, it, it.rowSet.filter ?? ''))
    case 'feature':
      return featuresListed(database, filters).map((it) => thing(kind, `${it.view}:${it.name}`, it, it.expression))
    case 'service':
      return servicesListed(database, filters).map(({ service }) => thing(kind, service.service, service, ''))
    case 'entity':
      return declared(database, kind, filters).filter(
        (it) => filters.entity === undefined || it.reference === filters.entity,
      )
    case 'source':
      return filters.entity === undefined ? declared(database, kind, filters) : []
    case 'dataset':
      return isNarrow(filters) ? [] : datasets(registry).map((it) => datasetThing(it.name, it.target, it.service))
  }
}

interface Version extends Described {
  readonly version: number
  readonly status: string
}

const thing = (kind: SearchKind, reference: string, it: Version, expression: string): Thing => ({
  ...{ kind, reference, name: reference, expression, version: it.version, status: it.status },
  ...{ description: it.description, owner: it.owner, tags: it.tags, tag: it.tags.join(' ') },
})

/** Words that a dataset or a declaration has none of. */
const isNarrow = ({ view, entity, owner, tag, status }: Filters): boolean =>
  [view, entity, owner, tag, status].some((it) => it !== undefined)

const declared = (database: Database, kind: 'entity' | 'source', filters: Filters): Thing[] =>
  filters.view !== undefined || (filters.status ?? 'current') !== 'current'
    ? []
    : [...readSaid(database, kind)].flatMap(([name, said]): Thing[] => {
        const { description, owner, tags } = saidWords(said)
        if (!keeps(filters, { owner, tags })) return []
        const words = { description, owner, tags, tag: tags.join(' ') }
        const expression = textIn(said.path) ?? ''
        return [{ kind, reference: name, name, version: null, status: null, ...words, expression }]
      })

const datasetThing = (name: string, target: string | null, service: string | null): Thing => ({
  ...{ kind: 'dataset', reference: name, name, version: null, status: null, owner: '', tags: [], tag: '' },
  description: [target === null ? '' : `target ${target}`, service ?? ''].join(' ').trim(),
  expression: '',
})
