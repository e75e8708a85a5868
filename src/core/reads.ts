// Which columns of a source stand behind some names? Those, and what they derive from, down to the files.
import type { DerivedRead, Reads } from './versions.ts'

/** Of `columns` those behind `names`, which are lowered, in the order they have there. */
export const readsBehind = ({ raw, derived }: Reads, names: Iterable<string>): Reads => {
  const madeOf = new Map(derived.map((column) => [column.name.toLowerCase(), belowOf(column)]))
  const wanted = new Set<string>()
  const visit = (name: string): void => {
    if (wanted.has(name)) return
    wanted.add(name)
    for (const below of madeOf.get(name) ?? []) visit(below.toLowerCase())
  }
  for (const name of names) visit(name)
  const isWanted = ({ name }: { readonly name: string }): boolean => wanted.has(name.toLowerCase())
  return { raw: raw.filter(isWanted), derived: derived.filter(isWanted) }
}

/** The columns that a derived one is made of. */
const belowOf = (derived: DerivedRead): readonly string[] =>
  'json' in derived ? [derived.json] : 'reads' in derived ? derived.reads : []
