// How are the parts of a lineage tied? Files to sources, columns to features, features to views, services and datasets.
import { nouns } from '../core/counted.ts'
import type { LineageEdge, LineageKind, LineageNode } from '../core/lineage.ts'
import type { Manifest } from '../core/manifests.ts'
import { derivedText } from '../core/sides.ts'
import { isInput } from '../core/state.ts'
import type { FeatureVersion, Reads, RowSet, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { columnsOf } from './part.ts'
import type { ServiceHead } from './rows.ts'

export interface Graph {
  readonly nodes: ReadonlyMap<string, LineageNode>
  readonly edges: ReadonlyMap<string, LineageEdge>
  node(kind: LineageKind, name: string, note?: string | null): string
  link(from: string, to: string): void
  has(from: string, to: string): boolean
}

export const emptyGraph = (): Graph => {
  const nodes = new Map<string, LineageNode>()
  const edges = new Map<string, LineageEdge>()
  return {
    nodes,
    edges,
    node: (kind, name, note = null) => {
      const id = `${kind}:${name}`
      const known = nodes.get(id)
      if (known === undefined || (known.note === null && note !== null)) nodes.set(id, { id, kind, name, note })
      return id
    },
    link: (from, to) => edges.set(JSON.stringify([from, to]), { from, to }),
    has: (from, to) => edges.has(JSON.stringify([from, to])),
  }
}

const notCurrent = (status: string, note: string | null = null): string | null =>
  [...(note === null ? [] : [note]), ...(status === 'current' ? [] : [status])].join(', ') || null

export const featureNode = (graph: Graph, feature: FeatureVersion): string =>
  graph.node('feature', `${feature.view}:${feature.name}@${feature.version}`, notCurrent(feature.status, feature.type))

export const viewNode = (graph: Graph, view: Pick<ViewVersion, 'view' | 'version' | 'status'>): string =>
  graph.node('view', `${view.view}@${view.version}`, notCurrent(view.status))

export const serviceNode = (graph: Graph, service: Pick<ServiceHead, 'service' | 'version' | 'status'>): string =>
  graph.node('service', `${service.service}@${service.version}`, notCurrent(service.status))

export const datasetNode = (graph: Graph, { name, rows }: Manifest): string =>
  graph.node('dataset', name, `${rows} ${nouns(rows, 'row')}`)

/** More files of a source are counted, not named. */
const mostFiles = 20

export const sourceNode = (graph: Graph, database: Database, source: string): string => {
  if (graph.nodes.has(`source:${source}`)) return `source:${source}`
  const id = graph.node('source', source)
  const paths = database
    .prepare<unknown[], string>('SELECT path FROM source_files WHERE source = ? ORDER BY path')
    .pluck()
    .all(source)
  const named = paths.length === 0 ? declaredPath(database, source) : paths.slice(0, mostFiles)
  for (const path of named) graph.link(graph.node('file', path), id)
  if (paths.length > mostFiles)
    graph.link(graph.node('file', `${paths.length - mostFiles} more files of ${source}`), id)
  return id
}

/** Before anything was read. */
const declaredPath = (database: Database, source: string): string[] =>
  database
    .prepare<unknown[], string | null>(
      "SELECT definition ->> '$.path' FROM declared WHERE kind = 'source' AND name = ?",
    )
    .pluck()
    .all(source)
    .flatMap((path) => path ?? [])

/** A column of a source, tied to what it is derived from. */
export const columnNode = (graph: Graph, source: string, name: string, note: string | null): string =>
  graph.node('column', `${source}.${name}`, note)

/** The columns of a source that are read, all the way to its files; gives what the texts themselves read. */
export const readColumns = (
  graph: Graph,
  database: Database,
  source: string,
  { reads, texts }: { readonly reads: Reads | undefined; readonly texts: readonly string[] },
): readonly string[] => {
  const { raw, derived } = reads ?? { raw: columnsOf(database, source), derived: [] }
  const of = sourceNode(graph, database, source)
  const ids = new Map<string, string>()
  const within = new Set<string>()
  for (const { name, type } of raw) {
    const id = columnNode(graph, source, name, type)
    graph.link(of, id)
    ids.set(name.toLowerCase(), id)
  }
  for (const column of derived) {
    const id = columnNode(graph, source, column.name, `${column.type} = ${derivedText(column)}`)
    const from = 'json' in column ? [column.json] : 'sql' in column ? column.reads : []
    for (const name of from) {
      const made = ids.get(name.toLowerCase())
      if (made === undefined) continue
      graph.link(made, id)
      within.add(name.toLowerCase())
    }
    if (from.length === 0) graph.link(of, id)
    ids.set(column.name.toLowerCase(), id)
  }
  return [...ids].flatMap(([name, id]) => (within.has(name) && !isNamedIn(texts, name) ? [] : [id]))
}

/** Whether a lowered name stands in an expression outside of its literals: what a column is derived from may also be read itself. */
const isNamedIn = (texts: readonly string[], name: string): boolean =>
  texts.some((text) => {
    const code = text.replaceAll(/'(?:[^']|'')*'/g, "''").toLowerCase()
    return (
      code.includes(`"${name.replaceAll('"', '""')}"`) ||
      code.match(/[\p{L}_][\p{L}\p{N}_]*/gu)?.some((word) => word === name) === true
    )
  })

export interface Made {
  readonly all: ReadonlyMap<number, FeatureVersion>
  readonly rowSets: ReadonlyMap<number, RowSet>
  /** Features that are drawn already. */
  readonly drawn: Set<number>
}

/** A feature with what it reads and uses; inputs of aggregations are passed through to the columns they read. */
export const featureUp = (graph: Graph, database: Database, feature: FeatureVersion, made: Made): string => {
  const id = featureNode(graph, feature)
  if (made.drawn.has(feature.id)) return id
  made.drawn.add(feature.id)
  const seen = new Set<number>()
  const visit = (it: FeatureVersion): void => {
    if (seen.has(it.id)) return
    seen.add(it.id)
    const source = made.rowSets.get(it.rowSet)?.source
    if (it.kind === 'row' || it.kind === 'input' || it.kind === 'late')
      for (const column of source === undefined
        ? []
        : readColumns(graph, database, source, { reads: it.reads, texts: [it.expression] }))
        graph.link(column, id)
    for (const used of it.uses) {
      const version = made.all.get(used.id)
      if (version === undefined) continue
      if (isInput(version)) visit(version)
      else graph.link(featureUp(graph, database, version, made), id)
    }
  }
  visit(feature)
  return id
}

/** What tells a view's rows: its keys, times and filter. */
export const rowsUp = (graph: Graph, database: Database, view: ViewVersion): void => {
  const id = viewNode(graph, view)
  const { source, reads, keys, filter, timestamp, created, eventId } = view.rowSet
  const texts = [...keys.map((key) => key.name), timestamp, ...[filter, created, eventId].flatMap((text) => text ?? [])]
  for (const column of readColumns(graph, database, source, { reads, texts })) graph.link(column, id)
  for (const entity of view.entities) graph.link(graph.node('entity', entity), id)
}
