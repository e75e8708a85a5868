// What does a row of the registry say? Its plain values by name, whatever else it holds.
import type { Listed } from '../../core/verbs.ts'

export const textOf = (row: Listed, name: string): string => {
  const value = row[name]
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value)
}

export const numberOf = (row: Listed, name: string): number | null => {
  const value = row[name]
  return typeof value === 'number' ? value : null
}

export const textsOf = (row: Listed, name: string): readonly string[] => {
  const value = row[name]
  return Array.isArray(value) ? value.map(String) : []
}

export const rowsOf = (row: Listed, name: string): readonly Listed[] => {
  const value = row[name]
  return Array.isArray(value) ? value.filter(isRow) : []
}

export const rowOf = (row: Listed, name: string): Listed | null => {
  const value = row[name]
  return isRow(value) ? value : null
}

const isRow = (value: unknown): value is Listed => typeof value === 'object' && value !== null && !Array.isArray(value)
