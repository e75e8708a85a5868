// How are many things one table? Columns over items of any kind; filter and order are worked out once for each question.
import type { Micros } from '../../core/clock.ts'
import { formatInstant } from '../../core/instants.ts'
import type { Cell } from './lines.ts'
import type { ColumnHead, TableRows } from './table.ts'
import { safe, widthOf } from './text.ts'

export type SortValue = string | number | bigint | null

export interface ColumnOf<T> extends ColumnHead {
  cell(it: T, now: Micros): Cell
  /** What it is ordered by, and what an export writes: an instant is a bigint; without, the text of the cell. */
  value?(it: T): SortValue
  /** Its name in an export, where that of the table would not say what stands there. */
  readonly exported?: string
}

export interface ListingOf<T> {
  readonly columns: readonly ColumnOf<T>[]
  id(it: T): string
  /** For filters `owner:…`; each may have several values. */
  fields(it: T): Readonly<Record<string, readonly string[]>>
  /** Rows of different kinds are not held against each other; without, all are of one. */
  kind?(it: T): string
}

export interface Sort {
  readonly column: number
  readonly descending: boolean
}

export interface Listing {
  readonly heads: readonly ColumnHead[]
  readonly count: number
  /** Places of those that pass the filter, in order. */
  arranged(filter: string, sort: Sort | null): readonly number[]
  id(at: number): string
  table(places: readonly number[], now: Micros): TableRows
  /** A line a row, as CSV reads it. */
  csv(places: readonly number[], now: Micros): string
}

/** How many items are measured for the widths of columns: all where they are few, else some from everywhere. */
const measured = 300

/** The words by which items are filtered are kept where a table over the same items comes after another. */
export const listing = <T>(items: readonly T[], of: ListingOf<T>, words: KeptWords = new Map()): Listing => {
  const { columns } = of
  let last: { readonly key: string; readonly places: readonly number[] } | null = null
  let natural: readonly number[] | null = null
  let same: readonly boolean[] | null = null
  const wordsOf = (at: number): Words => {
    const known = words.get(at)
    if (known) return known
    const item = items[at]
    const fields = item === undefined ? {} : of.fields(item)
    const made = { fields, all: Object.values(fields).flat().join('\n').toLowerCase() }
    words.set(at, made)
    return made
  }
  const arranged = (filter: string, sort: Sort | null): readonly number[] => {
    const key = `${filter}\n${sort?.column}\n${sort?.descending}`
    if (last?.key === key) return last.places
    const terms = termsOf(filter)
    const kept = items.flatMap((_, at) => (terms.every((term) => passes(term, wordsOf(at))) ? [at] : []))
    last = { key, places: sort === null ? kept : sorted(kept, items, columns[sort.column], sort.descending) }
    return last.places
  }
  return {
    heads: columns,
    count: items.length,
    arranged,
    id: (at) => {
      const item = items[at]
      return item === undefined ? '' : of.id(item)
    },
    table: (places, now) => {
      natural ??= widths(items, columns, now)
      same ??= columns.map((column) => column.goesWhereSame === true && saysTheSame(items, column, of, now))
      const row = (at: number): readonly Cell[] => {
        const item = items[places[at] ?? -1]
        return item === undefined ? [] : columns.map((column) => column.cell(item, now))
      }
      return { heads: columns, natural, same, count: places.length, row }
    },
    csv: (places, now) => {
      const rows = places.flatMap((at) => {
        const item = items[at]
        return item === undefined ? [] : [columns.map((column) => exported(column, item, now))]
      })
      const heads = columns.map(({ title, exported: name }) => name ?? title)
      return [heads, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('')
    },
  }
}

/** For a program: an age would be wrong by when it is read. */
const exported = <T>(column: ColumnOf<T>, item: T, now: Micros): string => {
  if (column.value === undefined) return column.cell(item, now).text.trim()
  const value = column.value(item)
  return typeof value === 'bigint' ? formatInstant(value) : String(value ?? '')
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const widths = <T>(items: readonly T[], columns: readonly ColumnOf<T>[], now: Micros): number[] => {
  const step = Math.max(1, Math.floor(items.length / measured))
  const some = items.filter((_, at) => at % step === 0)
  return columns.map((column) => some.reduce((most, it) => Math.max(most, widthOf(safe(column.cell(it, now).text))), 0))
}

const saysTheSame = <T>(items: readonly T[], { cell }: ColumnOf<T>, { kind }: ListingOf<T>, now: Micros): boolean => {
  const first = new Map<string, string>()
  return items.every((it) => {
    const [is, { text }] = [kind?.(it) ?? '', cell(it, now)]
    const known = first.get(is)
    if (known === undefined) first.set(is, text)
    return known === undefined || known === text
  })
}

const sorted = <T>(
  places: readonly number[],
  items: readonly T[],
  column: ColumnOf<T> | undefined,
  descending: boolean,
): readonly number[] => {
  if (column === undefined) return places
  const keyed = places.map((at) => {
    const item = items[at]
    const key = item === undefined ? null : column.value ? column.value(item) : column.cell(item, 0n).text
    return { at, key }
  })
  return keyed.sort((a, b) => compare(a.key, b.key, descending) || a.at - b.at).map(({ at }) => at)
}

/** What has no value comes last, whichever way. */
const compare = (a: SortValue, b: SortValue, descending: boolean): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const order = a === b ? 0 : a < b ? -1 : 1
  return descending ? -order : order
}

/** By place. */
export type KeptWords = Map<number, Words>

interface Words {
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly all: string
}

interface Term {
  readonly field: string | null
  readonly text: string
  readonly without: boolean
}

/** `owner:ml-team -tag:old heart`: every term holds; a term without a field is looked for everywhere. */
export const termsOf = (filter: string): Term[] =>
  filter
    .toLowerCase()
    .split(/\s+/)
    .filter((it) => it !== '' && it !== '-')
    .map((it) => {
      const without = it.startsWith('-')
      const term = without ? it.slice(1) : it
      const [, field = null, text = term] =
        /^(entity|service|tag|owner|status|view|type|kind|drift|checks|fresh|result|rejected|subject|what):(.*)$/.exec(
          term,
        ) ?? []
      return { field, text, without }
    })

const passes = ({ field, text, without }: Term, { fields, all }: Words): boolean => {
  const found =
    field === null ? all.includes(text) : (fields[field] ?? []).some((it) => it.toLowerCase().includes(text))
  return found !== without
}
