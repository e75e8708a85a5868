// What is a thing made of, and what is made of it? The lineage as a tree of lines, each thing once.
import type { Lineage, LineageKind, LineageNode } from '../../core/lineage.ts'
import { cell, type Line, line } from './lines.ts'
import { safe, widthOf, wrapped } from './text.ts'
import type { Theme } from './theme.ts'
import { counted } from './words.ts'

/** As many of one kind are named a line each; more share a few lines. */
const mostApart = 3
const mostLines = 3

/** up: what it is made of, down to files; down: what is made of it. */
export const lineageTree = (lineage: Lineage, way: 'up' | 'down', width: number, theme: Theme): Line[] => {
  const [here, there] = way === 'up' ? (['to', 'from'] as const) : (['from', 'to'] as const)
  const nodes = new Map(lineage.nodes.map((node) => [node.id, node]))
  const next = Map.groupBy(lineage.edges, (edge) => edge[here])
  const seen = new Set([lineage.of])
  const after = (ids: readonly string[]): LineageNode[] =>
    ids
      .flatMap((id) => next.get(id) ?? [])
      .flatMap((edge) => {
        const node = nodes.get(edge[there])
        if (node === undefined || seen.has(node.id)) return []
        seen.add(node.id)
        return [node]
      })
  const level = (ids: readonly string[], depth: number): Line[] =>
    [...Map.groupBy(after(ids), (node) => node.kind)].flatMap(([kind, group]) =>
      group.length > mostApart
        ? [
            ...together(kind, group, { depth, width, theme }),
            ...level(
              group.map((node) => node.id),
              depth + 1,
            ),
          ]
        : group.flatMap((node) => [apart(node, depth), ...level([node.id], depth + 1)]),
    )
  return level([lineage.of], 0)
}

const words: Readonly<Record<LineageKind, readonly [string, string]>> = {
  file: ['file', 'files'],
  source: ['source', 'sources'],
  column: ['column', 'columns'],
  entity: ['entity', 'entities'],
  feature: ['feature', 'features'],
  view: ['view', 'views'],
  service: ['service', 'services'],
  dataset: ['dataset', 'datasets'],
}

const apart = ({ kind, name, note }: LineageNode, depth: number): Line =>
  line(
    cell(`${'  '.repeat(depth)}${words[kind][0]} `, 'dim'),
    cell(name),
    cell(note === null ? '' : `  ${note}`, 'dim'),
  )

interface Room {
  readonly depth: number
  readonly width: number
  readonly theme: Theme
}

const together = (kind: LineageKind, group: readonly LineageNode[], { depth, width, theme }: Room): Line[] => {
  const head = `${'  '.repeat(depth)}${counted(group.length + uncounted(group))} ${words[kind][1]} `
  const room = Math.max(8, width - widthOf(head))
  const lines = wrapped(safe(group.map((node) => node.name).join(', '), theme.glyphs.ascii), room)
  return lines.slice(0, mostLines).map((text, at) => {
    const isCut = at === mostLines - 1 && lines.length > mostLines
    const shown = isCut ? `${text.slice(0, Math.max(0, room - 2))} ${theme.glyphs.more}` : text
    return line(cell(at === 0 ? head : ' '.repeat(widthOf(head)), 'dim'), cell(shown))
  })
}

/** `47 more files of events` is one node. */
const uncounted = (group: readonly LineageNode[]): number =>
  group.reduce((sum, { name }) => sum + Math.max(0, Number(/^(\d+) more files of /.exec(name)?.[1] ?? 1) - 1), 0)
