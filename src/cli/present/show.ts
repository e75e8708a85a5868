// How is one thing shown? A line a property; lists of things as small tables below their name.
import type { Listed } from '../../core/verbs.ts'
import { visible } from '../../core/visible.ts'
import { plainOf } from '../cells.ts'
import type { Paint } from '../style.ts'
import { aligned } from './columns.ts'

export const detailLines = (shown: Listed, paint: Paint): string[] => {
  const entries = Object.entries(shown).filter(([, value]) => !isEmpty(value))
  const small = entries.filter(([, value]) => !isRecords(value))
  const large = entries.filter(([, value]) => isRecords(value))
  return [
    ...aligned(small.map(([name, value]) => [paint('dim', name), linesOf(name, value)])),
    ...large.flatMap(([name, value]) => ['', paint('bold', name), ...recordLines(value, paint)]),
  ]
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isRecords = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isRecord)

const textOf = (value: unknown): string =>
  isRecord(value)
    ? Object.entries(value)
        .map(([name, part]) => `${name}: ${plainOf(part) ?? 'null'}`)
        .join(', ')
    : (plainOf(value) ?? '')

/** Lines of SQL and of a description stay lines; names and lists are of one. */
const linesOf = (name: string, value: unknown): string =>
  typeof value !== 'string' || oneLine.includes(name)
    ? visible(textOf(value))
    : value.split('\n').map(visible).join('\n')

const oneLine = ['owner', 'name', 'source', 'entity', 'view']

/** A fingerprint is told apart by its beginning. */
const cellOf = (name: string, value: unknown): string =>
  name === 'fingerprint' ? textOf(value).slice(0, 12) : textOf(value)

const recordLines = (value: unknown, paint: Paint): string[] => {
  const records = Array.isArray(value) ? value.filter(isRecord) : []
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].filter((name) =>
    records.some((record) => !isEmpty(record[name])),
  )
  const head = names.map((name) => paint('dim', name))
  return aligned([head, ...records.map((record) => names.map((name) => visible(cellOf(name, record[name]))))]).map(
    (line) => `  ${line}`,
  )
}
