// What is made of what? From source files to datasets, as nodes and edges that people and programs walk alike.

export const lineageKinds = ['file', 'source', 'column', 'entity', 'feature', 'view', 'service', 'dataset'] as const
export type LineageKind = (typeof lineageKinds)[number]

export interface LineageNode {
  /** `feature:cardiac:age@2`: its kind and its name. */
  readonly id: string
  readonly kind: LineageKind
  readonly name: string
  /** What else there is to say: a type, how it is derived, that it is retired. */
  readonly note: string | null
}

/** `to` is made of `from`. */
export interface LineageEdge {
  readonly from: string
  readonly to: string
}

export type LineageDirection = 'up' | 'down' | 'both'

export interface Lineage {
  /** The id of what was asked about. */
  readonly of: string
  readonly direction: LineageDirection
  readonly nodes: readonly LineageNode[]
  readonly edges: readonly LineageEdge[]
}

/** What is reached from where it began, walking one way or both. */
export const reached = ({ nodes, edges, of }: Omit<Lineage, 'direction'>, direction: LineageDirection): Lineage => {
  const kept = new Set<LineageEdge>()
  const walk = (way: 'up' | 'down'): Set<string> => {
    const [here, there] = way === 'up' ? (['to', 'from'] as const) : (['from', 'to'] as const)
    const next = Map.groupBy(edges, (edge) => edge[here])
    const seen = new Set([of])
    for (const id of seen)
      for (const edge of next.get(id) ?? []) {
        kept.add(edge)
        seen.add(edge[there])
      }
    return seen
  }
  const ways = direction === 'both' ? (['up', 'down'] as const) : [direction]
  const seen = new Set(ways.flatMap((way) => [...walk(way)]))
  const order = (kind: LineageKind): number => lineageKinds.indexOf(kind)
  return {
    of,
    direction,
    nodes: nodes.filter((it) => seen.has(it.id)).toSorted((a, b) => order(a.kind) - order(b.kind)),
    edges: edges.filter((edge) => kept.has(edge)),
  }
}
