// How is a lineage shown? As trees that begin with what was asked about, or as a Mermaid flowchart.
import type { Lineage, LineageNode } from '../../core/lineage.ts'
import { visible } from '../../core/visible.ts'
import type { Paint } from '../style.ts'

export const lineageLines = (lineage: Lineage, paint: Paint): string[] => {
  const { of, direction, nodes } = lineage
  const root = nodes.find((node) => node.id === of)
  const ways = direction === 'both' ? (['up', 'down'] as const) : [direction]
  return [
    ...(root ? [paint('bold', nodeText(root, paint))] : []),
    ...ways.flatMap((way) => {
      const title = way === 'up' ? 'made of' : 'what is made of it'
      const lines = branches(lineage, way, paint)
      return ['', paint('bold', title), ...(lines.length === 0 ? ['  nothing'] : lines)]
    }),
  ]
}

/** A part that stands in several places is drawn out in the first; the others refer to it. */
const branches = ({ of, nodes, edges }: Lineage, way: 'up' | 'down', paint: Paint): string[] => {
  const [here, there] = way === 'up' ? (['to', 'from'] as const) : (['from', 'to'] as const)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const place = new Map(nodes.map((node, at) => [node.id, at]))
  const next = Map.groupBy(edges, (edge) => edge[here])
  const below = (id: string): LineageNode[] =>
    (next.get(id) ?? [])
      .flatMap((edge) => byId.get(edge[there]) ?? [])
      .sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
  const drawn = new Set<string>()
  const walk = (id: string, indent: string): string[] =>
    below(id).flatMap((node, at, all) => {
      const last = at === all.length - 1
      const line = `${indent}${last ? '└── ' : '├── '}${nodeText(node, paint)}`
      const again = drawn.has(node.id) && (next.get(node.id)?.length ?? 0) > 0
      drawn.add(node.id)
      return again ? [`${line} ${paint('dim', '↑')}`] : [line, ...walk(node.id, `${indent}${last ? '    ' : '│   '}`)]
    })
  return walk(of, '')
}

const nodeText = ({ kind, name, note }: LineageNode, paint: Paint): string =>
  [paint('dim', kind), visible(name), ...(note === null ? [] : [paint('dim', visible(note))])].join(' ')

export const mermaidText = ({ of, nodes, edges }: Lineage): string => {
  const number = new Map(nodes.map((node, at) => [node.id, `n${at}`]))
  return [
    'flowchart LR',
    ...nodes.map((node) => `  ${number.get(node.id)}["${escaped(node)}"]`),
    ...edges.map(({ from, to }) => `  ${number.get(from)} --> ${number.get(to)}`),
    `  style ${number.get(of)} stroke-width:3px`,
    '',
  ].join('\n')
}

/** Mermaid reads entities by their code. */
const escaped = ({ kind, name }: LineageNode): string =>
  `${kind} ${visible(name)}`.replaceAll(/[#"<>&`]/g, (sign) => `#${sign.charCodeAt(0)};`)
