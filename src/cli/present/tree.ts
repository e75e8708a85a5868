// How is a new project shown? As a tree of its files, each with what it is for.
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'

export interface Leaf {
  readonly path: string
  readonly about: string
  readonly kept: boolean
}

export const treeLines = (root: string, leaves: readonly Leaf[], paint: Paint): string[] => {
  const rows = branches(
    leaves.map((leaf) => ({ parts: leaf.path.split('/'), leaf })),
    '',
  )
  return [
    paint('bold', root),
    ...aligned(
      rows.map(({ line, leaf }) => [
        line,
        leaf === null ? '' : paint('dim', leaf.kept ? `${leaf.about} (kept as it was)` : leaf.about),
      ]),
    ),
  ]
}

interface Twig {
  readonly parts: readonly string[]
  readonly leaf: Leaf
}

const branches = (twigs: readonly Twig[], indent: string): { line: string; leaf: Leaf | null }[] => {
  const names = [...new Set(twigs.map(({ parts }) => parts[0] ?? ''))]
  return names.flatMap((name, at) => {
    const last = at === names.length - 1
    const below = twigs.filter(({ parts }) => parts[0] === name)
    const [only] = below
    const single = only !== undefined && only.parts.length === 1
    const line = `${indent}${last ? '└── ' : '├── '}${name}${single ? '' : '/'}`
    if (single) return [{ line, leaf: only.leaf }]
    const deeper = below.map(({ parts, leaf }) => ({ parts: parts.slice(1), leaf }))
    return [{ line, leaf: null }, ...branches(deeper, `${indent}${last ? '    ' : '│   '}`)]
  })
}
