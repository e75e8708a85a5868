// How are results shown? A Markdown table a section on stdout, and everything as one JSON file.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { inCache, repository } from './cache.ts'
import type { Machine } from './machine.ts'
import type { Options } from './options.ts'

export type Row = Readonly<Record<string, string | number>>

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
  readonly notes: readonly string[]
  /** Competitors that could not run, each with its reason. */
  readonly missing: readonly string[]
  /** Every single measurement, for the JSON. */
  readonly runs: unknown
}

export const machineText = (machine: Machine): string =>
  Object.entries(machine)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

export const sectionText = ({ title, rows, notes, missing }: Section): string => {
  const remarks = [...notes, ...missing.map((each) => `missing: ${each}`)].map((each) => `- ${each}`)
  return [`\n## ${title}\n`, ...tableLines(rows), ...(remarks.length > 0 ? ['', ...remarks] : [])].join('\n')
}

const tableLines = (rows: readonly Row[]): string[] => {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (names.length === 0) return ['nothing was measured']
  const cells = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))]
  const widths = names.map((_, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)))
  const lineOf = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const [head = [], ...body] = cells
  return [lineOf(head), rule, ...body.map(lineOf)]
}

/** Gives the path written, seen from the repository. */
export const writeJson = (machine: Machine, options: Options, sections: readonly Section[]): string => {
  const path = inCache('results', `${options.names.join('-') || 'all'}.json`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ machine, options, sections }, null, 2)}\n`)
  return relative(repository, path)
}
