// Which versions can be computed side by side? Those that mean the same thing by every name they read.

import { PintailError } from '../core/errors.ts'
import { canonicalJson } from '../core/json.ts'
import { layersOf, type Named } from '../core/layers.ts'
import type { Column } from '../core/values.ts'
import { columnOf, type DerivedRead, type FeatureVersion, type Reads, type RowSet } from '../core/versions.ts'

/** What each name means to the wanted versions of one SELECT. */
export interface Environment {
  readonly wanted: readonly FeatureVersion[]
  readonly raw: readonly string[]
  readonly derived: readonly (readonly DerivedRead[])[]
  /** Features that others use by name, in layers: each uses only earlier ones. */
  readonly used: readonly (readonly FeatureVersion[])[]
}

export const namesIn = ({ raw, derived, used }: Environment): string[] => [
  ...raw,
  ...derived.flat().map((it) => it.name),
  ...used.flat().map((it) => it.name),
]

/** What a name stands for: a raw column, a derived one, or another feature of the view. */
type Meaning =
  | { readonly kind: 'raw'; readonly name: string }
  | { readonly kind: 'derived'; readonly column: DerivedRead }
  | { readonly kind: 'feature'; readonly feature: FeatureVersion }

export interface Asked {
  readonly rowSet: RowSet
  /** The raw columns of its source. */
  readonly columns: readonly Column[]
  readonly wanted: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
}

type Meanings = ReadonlyMap<string, Meaning>

/** Splits the wanted versions into as few environments as their names allow, in order. */
export const environmentsOf = ({ rowSet, columns, wanted, all }: Asked): Environment[] => {
  const rows = meaningsOf([readsOf(rowSet, columns)], [])
  const open: { wanted: FeatureVersion[]; meanings: Map<string, Meaning> }[] = []
  for (const feature of wanted) {
    const used = usedBy(feature, all)
    const needed = meaningsOf(
      [feature, ...used].map((it) => readsOf(it, columns)),
      used,
    )
    const home = open.find(({ meanings }) => agree(meanings, needed))
    if (home) {
      home.wanted.push(feature)
      for (const [name, meaning] of needed) home.meanings.set(name, meaning)
      continue
    }
    if (!agree(rows, needed)) throw contradictory(feature, rowSet)
    open.push({ wanted: [feature], meanings: new Map([...rows, ...needed]) })
  }
  if (open.length === 0) open.push({ wanted: [], meanings: new Map(rows) })
  return open.map((it) => environmentOf(it.wanted, [...it.meanings.values()]))
}

/** The columns something reads; one that does not say so may read every raw column. */
const readsOf = (it: { readonly reads?: Reads }, columns: readonly Column[]): Reads =>
  it.reads ?? { raw: columns, derived: [] }

/** All features below a feature, each once. */
const usedBy = (feature: FeatureVersion, all: ReadonlyMap<number, FeatureVersion>): FeatureVersion[] => {
  const found = new Map<number, FeatureVersion>()
  const visit = (it: FeatureVersion): void => {
    for (const { name, id } of it.uses) {
      const used = all.get(id)
      if (!used) throw missing(it, name)
      if (found.has(id)) continue
      found.set(id, used)
      visit(used)
    }
  }
  visit(feature)
  return [...found.values()]
}

const meaningsOf = (reads: readonly Reads[], used: readonly FeatureVersion[]): Map<string, Meaning> => {
  const meanings = new Map<string, Meaning>()
  for (const { raw, derived } of reads) {
    for (const { name } of raw) meanings.set(name.toLowerCase(), { kind: 'raw', name })
    for (const column of derived) meanings.set(column.name.toLowerCase(), { kind: 'derived', column })
  }
  for (const feature of used) meanings.set(feature.name.toLowerCase(), { kind: 'feature', feature })
  return meanings
}

const agree = (known: Meanings, needed: Meanings): boolean =>
  [...needed].every(([name, meaning]) => {
    const before = known.get(name)
    return before === undefined || sameMeaning(before, meaning)
  })

const sameMeaning = (a: Meaning, b: Meaning): boolean => {
  if (a.kind === 'feature') return b.kind === 'feature' && a.feature.id === b.feature.id
  if (a.kind === 'derived')
    return b.kind === 'derived' && canonicalJson({ ...a.column }) === canonicalJson({ ...b.column })
  return b.kind === 'raw' && a.name === b.name
}

const environmentOf = (wanted: readonly FeatureVersion[], meanings: readonly Meaning[]): Environment => ({
  wanted,
  raw: meanings.flatMap((it) => (it.kind === 'raw' ? [it.name] : [])),
  derived: layered(
    // What is only known when a question is asked is no column of any row.
    meanings.flatMap((it) => (it.kind === 'derived' && !('sincePrevious' in it.column) ? [it.column] : [])),
    (column) => ('json' in column ? [column.json] : 'reads' in column ? column.reads : []),
  ),
  used: layered(
    meanings.flatMap((it) => (it.kind === 'feature' ? [it.feature] : [])),
    (feature) => feature.uses.map((use) => use.name),
  ),
})

const layered = <T extends { readonly name: string }>(
  items: readonly T[],
  reads: (item: T) => readonly string[],
): T[][] => {
  const named = items.map((item): Named & { readonly item: T } => ({
    name: item.name.toLowerCase(),
    reads: reads(item).map((it) => it.toLowerCase()),
    item,
  }))
  const { layers, circles } = layersOf(named)
  for (const circle of circles)
    throw new PintailError({ code: 'registry_damaged', message: `a circle among ${circle.join(' → ')}` })
  return layers.map((layer) => layer.map(({ item }) => item))
}

const missing = (feature: FeatureVersion, name: string): PintailError =>
  new PintailError({
    code: 'registry_damaged',
    message: `${feature.view}:${columnOf(feature)} uses "${name}", which the registry does not hold`,
    fix: 'restore registry.db from a copy',
  })

const contradictory = (feature: FeatureVersion, rowSet: RowSet): PintailError =>
  new PintailError({
    code: 'bad_definition',
    message: `${feature.view}:${columnOf(feature)} and the rows of "${rowSet.view}" mean different things by one column name`,
    fix: `rename the derived column of source "${rowSet.source}", then   pintail apply`,
  })
