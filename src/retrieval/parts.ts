// Which columns does a pass over events compute? The parts of its cells, equal ones once.
import type { Part, Reduction } from '../aggregations/reductions.ts'
import type { Cell } from './cells.ts'

/** A cell, and the columns of a pass's table that hold its parts. */
export interface Computed {
  readonly cell: Cell
  readonly reduction: Reduction
  /** In the order of the reduction's parts. */
  readonly columns: readonly string[]
}

export interface Column {
  readonly name: string
  /** As an aggregate over events. */
  readonly sql: string
  readonly part: Part
  /** The column after it among the parts of its cell. */
  readonly next: string
}

export interface Parts {
  readonly columns: readonly Column[]
  readonly computed: readonly Computed[]
}

/** `inside` gives the condition for events of a cell's window; with `merging` come the parts that merging needs. */
export const partsOf = (
  cells: readonly Cell[],
  reductionOf: (cell: Cell) => Reduction,
  inside: (cell: Cell) => string | null,
  { merging = false, over = '' }: { readonly merging?: boolean; readonly over?: string } = {},
): Parts => {
  const columns = new Map<string, Column>()
  const computed = cells.map((cell): Computed => {
    const reduction = reductionOf(cell)
    const parts = reduction.parts.filter((part) => merging || part.whenMerged !== true)
    const texts = parts.map((part) => aggregateOf(part, inside(cell)) + over)
    for (const [i, part] of parts.entries()) {
      const sql = texts[i] ?? ''
      if (!columns.has(sql)) columns.set(sql, { name: `p${columns.size}`, sql, part, next: '' })
    }
    const found = texts.map((text) => columns.get(text)?.name ?? '')
    for (const [i, text] of texts.entries()) {
      const column = columns.get(text)
      if (column !== undefined && column.next === '') columns.set(text, { ...column, next: found[i + 1] ?? '' })
    }
    return { cell, reduction, columns: found }
  })
  return { columns: [...columns.values()], computed }
}

const aggregateOf = ({ call, where }: Part, inside: string | null): string => {
  const conditions = [...(where === null ? [] : [`(${where})`]), ...(inside === null ? [] : [inside])]
  return conditions.length === 0 ? call : `${call} FILTER (${conditions.join(' AND ')})`
}
