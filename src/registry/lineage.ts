// Where does a thing come from, and what is made of it? Read from what the versions say they read and use.
import { PintailError } from '../core/errors.ts'
import { type Lineage, type LineageDirection, reached } from '../core/lineage.ts'
import type { Manifest } from '../core/manifests.ts'
import type { FeatureVersion, ServiceVersion, ViewVersion } from '../core/versions.ts'
import type { Database } from '../sqlite.ts'
import { datasets } from './datasets.ts'
import { servicesNaming, viewHeads } from './heads.ts'
import {
  columnNode,
  datasetNode,
  emptyGraph,
  featureNode,
  featureUp,
  type Graph,
  rowsUp,
  serviceNode,
  sourceNode,
  viewNode,
} from './lineage-graph.ts'
import { atOneLook } from './one-look.ts'
import { columnsOf, type Part, readPart, readSaid } from './part.ts'
import type { Registry } from './registry.ts'
import type { ViewHead } from './rows.ts'
import { thingNamed } from './thing.ts'

export interface LineageRequest {
  /** As of `show`; or `source.column`. */
  readonly reference: string
  readonly direction: LineageDirection
}

export const lineage = (registry: Registry, { reference, direction }: LineageRequest): Lineage =>
  atOneLook(registry, () => {
    const graph = emptyGraph()
    const of = drawn(registry, reference, graph)
    return reached({ of, nodes: [...graph.nodes.values()], edges: [...graph.edges.values()] }, direction)
  })

/** Draws all that the thing is tied to; gives its node. */
const drawn = (registry: Registry, reference: string, graph: Graph): string => {
  const { database } = registry
  const column = columnNamed(database, reference)
  if (column) {
    const id = columnNode(graph, column.source, column.name, null)
    drawViews(graph, registry, { wanted: (it) => it.rowSet.source === column.source, below: id })
    return id
  }
  const thing = thingNamed(registry, reference)
  switch (thing.kind) {
    case 'feature': {
      const { view, feature } = thing.member
      const id = featureNode(graph, feature)
      drawViews(graph, registry, { name: view.view, wanted: () => true, also: [view.id], below: id })
      return id
    }
    case 'view':
      drawViews(graph, registry, { also: [thing.view.id] })
      return viewNode(graph, thing.view)
    case 'service':
      return drawService(graph, registry, thing.service)
    case 'entity':
      drawViews(graph, registry, { wanted: (it) => it.entities.includes(thing.name) })
      return graph.node('entity', thing.name)
    case 'source':
      drawViews(graph, registry, { wanted: (it) => it.rowSet.source === thing.name })
      return sourceNode(graph, database, thing.name)
    case 'dataset':
      return drawDataset(graph, registry, thing.manifest)
    case 'run':
      throw new PintailError({
        code: 'bad_argument',
        message: 'a run has no lineage: it is what was done, not what something is made of',
        fix: `pintail show ${thing.run.id}`,
      })
  }
}

/** `visits.chol`, whatever the text of the column's name. */
const columnNamed = (database: Database, text: string): { source: string; name: string } | null => {
  const dot = text.indexOf('.')
  const source = text.slice(0, Math.max(dot, 0))
  const said = readSaid(database, 'source', [source]).get(source)
  if (dot < 0 || said === undefined) return null
  const derived = said.columns
  const names = [
    ...columnsOf(database, source).map((it) => it.name),
    ...(typeof derived === 'object' && derived !== null ? Object.keys(derived) : []),
  ]
  const wanted = text.slice(dot + 1)
  const name = names.find((it) => it === wanted) ?? names.find((it) => it.toLowerCase() === wanted.toLowerCase())
  if (name !== undefined) return { source, name }
  throw new PintailError({
    code: 'unknown_column',
    message: `source "${source}" has no column "${wanted}"`,
    fix: `pintail show ${source}   lists its columns`,
  })
}

interface Drawing {
  /** Views of this name; absent: of all. */
  readonly name?: string
  /** Which live versions of them; absent: none. */
  wanted?(view: ViewHead): boolean
  /** Versions of views besides, by id. */
  readonly also?: Iterable<number>
  /** A node: only what is made of it is tied to views, services and datasets. Absent: everything is. */
  readonly below?: string
  /** Versions of features, by id: only these are tied. */
  readonly only?: ReadonlySet<number>
}

/** Versions of views with all that is above them, and below. */
const drawViews = (graph: Graph, registry: Registry, { name, wanted, also = [], below, only }: Drawing): void => {
  const { database } = registry
  const live = wanted ? viewHeads(database, { name }).filter((it) => it.status !== 'retired' && wanted(it)) : []
  const part = readPart(database, { views: new Set([...live.map((it) => it.id), ...also]), through: true })
  const made = { all: part.features, rowSets: part.rowSets, drawn: new Set<number>() }
  for (const view of part.views.values()) {
    rowsUp(graph, database, view)
    for (const feature of view.features) featureUp(graph, database, feature, made)
  }
  const isMade = below === undefined ? () => true : madeOf(graph, below)
  for (const view of part.views.values()) {
    const rows = below !== undefined && isMade(viewNode(graph, view))
    for (const feature of view.features) {
      const isTied = only ? only.has(feature.id) : rows || isMade(featureNode(graph, feature))
      if (isTied) tied(graph, view, feature)
    }
  }
  drawServices(graph, database, part)
  for (const manifest of datasets(registry)) drawPinned(graph, manifest, part)
}

const tied = (graph: Graph, view: ViewVersion, feature: FeatureVersion): void =>
  graph.link(featureNode(graph, feature), viewNode(graph, view))

const isTied = (graph: Graph, view: ViewVersion | undefined, feature: FeatureVersion | undefined): boolean =>
  view !== undefined && feature !== undefined && graph.has(featureNode(graph, feature), viewNode(graph, view))

/** Whether a node is made of another, as far as it is drawn. */
const madeOf = (graph: Graph, node: string): ((id: string) => boolean) => {
  const next = Map.groupBy(graph.edges.values(), (edge) => edge.from)
  const seen = new Set([node])
  for (const id of seen) for (const edge of next.get(id) ?? []) seen.add(edge.to)
  return (id) => seen.has(id)
}

/** Services that are live and name a feature that is tied to its view. */
const drawServices = (graph: Graph, database: Database, part: Part): void => {
  for (const service of servicesNaming(database, { views: [...part.views.keys()] }))
    for (const [view, feature] of service.members) {
      const of = part.views.get(view)
      if (of && isTied(graph, of, part.features.get(feature)))
        graph.link(viewNode(graph, of), serviceNode(graph, service))
    }
}

/** A dataset stands below its service where that is drawn, else below the views it was made of. */
const drawPinned = (graph: Graph, manifest: Manifest, part: Part): void => {
  for (const { view, feature } of manifest.columns) {
    const of = part.views.get(view)
    if (of === undefined || !isTied(graph, of, part.features.get(feature))) continue
    const service = manifest.service === null ? undefined : graph.nodes.get(`service:${manifest.service}`)
    const from = service && graph.has(viewNode(graph, of), service.id) ? service.id : viewNode(graph, of)
    graph.link(from, datasetNode(graph, manifest))
  }
}

const drawService = (graph: Graph, registry: Registry, service: ServiceVersion): string => {
  const id = serviceNode(graph, service)
  const only = new Set(service.members.map(({ feature }) => feature.id))
  drawViews(graph, registry, { also: new Set(service.members.map(({ view }) => view.id)), only })
  for (const { view } of service.members) graph.link(viewNode(graph, view), id)
  return id
}

const drawDataset = (graph: Graph, registry: Registry, manifest: Manifest): string => {
  const only = new Set(manifest.columns.map((it) => it.feature))
  drawViews(graph, registry, { also: new Set(manifest.columns.map((it) => it.view)), only })
  return datasetNode(graph, manifest)
}
