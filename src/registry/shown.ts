// How is a part of the registry shown? As plain JSON that people and programs read alike.
import type { Categories } from '../core/aggregates.ts'
import { categoryNames } from '../core/categories.ts'
import { formatInstant } from '../core/instants.ts'
import { isArray, isObject, type Json } from '../core/json.ts'
import { worstIn } from '../core/run-detail.ts'
import type { Listed } from '../core/verbs.ts'
import type { FeatureVersion, RowSet } from '../core/versions.ts'
import { unquoted } from '../core/why.ts'
import { render } from '../sql/render.ts'
import type { CheckCounts } from './checks.ts'
import type { Registry } from './registry.ts'
import type { ServiceHead } from './rows.ts'
import { type Run, secondsOf } from './runs.ts'

export interface Described {
  readonly description: string
  readonly owner: string
  readonly tags: readonly string[]
}

export const words = ({ owner, tags, description }: Described): Listed => ({ owner, tags: [...tags], description })

/** A default beyond a double is shown as text. */
export const defaultShown = ({ default: given }: Pick<FeatureVersion, 'default'>): string | number | boolean | null =>
  typeof given === 'bigint' ? (Number.isSafeInteger(Number(given)) ? Number(given) : String(given)) : given

/** How many values a feature with categories has, `__other__` among them; null until they are fitted, and of others. */
export const categoryCount = (categories: Categories | null | undefined): number | null =>
  (categories && categoryNames(categories)?.length) ?? null

/** Which rows a version is computed over. */
export const rowsShown = (rowSet: RowSet): Listed => ({
  keys: rowSet.keys.map((key) => `${key.name} ${key.type}`),
  source: rowSet.source,
  rows: rowSet.events ? 'events' : null,
  id: rowSet.eventId === null ? null : unquoted(rowSet.eventId),
  where: rowSet.filter,
  timestamp: unquoted(rowSet.timestamp),
  created: rowSet.created === null ? null : unquoted(rowSet.created),
  timezone: rowSet.timezone === 'UTC' ? null : rowSet.timezone,
})

export const serviceNames = (services: readonly ServiceHead[]): string[] =>
  services.map((it) => `${it.service}@${it.version}`)

export const textIn = (json: Json | undefined): string | null => (typeof json === 'string' ? json : null)

/** The words about a thing as the files said them. */
export const saidWords = (said: Readonly<Record<string, Json>>): Described => ({
  description: textIn(said.description) ?? '',
  owner: textIn(said.owner) ?? '',
  tags: isArray(said.tags) ? said.tags.map(String) : [],
})

export const keysText = (keys: Json | undefined): string[] =>
  isObject(keys) ? Object.entries(keys).map(([name, type]) => `${name} ${String(type)}`) : []

/** How much of a source has landed. */
export const landedIn = (registry: Registry, source: string): { readonly files: number; readonly rows: number } => {
  interface Row {
    readonly files: bigint
    readonly rows: bigint
  }
  const row = registry.database.prepare<unknown[], Row>(render('registry/landed-in')).get({ source })
  return { files: Number(row?.files ?? 0n), rows: Number(row?.rows ?? 0n) }
}

export const runRow = (run: Run, checks: CheckCounts | undefined): Listed => ({
  run: run.id,
  kind: run.kind,
  subject: run.subject,
  status: run.status,
  started: formatInstant(run.started),
  finished: run.finished === null ? null : formatInstant(run.finished),
  seconds: secondsOf(run),
  read: run.rows.read,
  written: run.rows.written,
  rejected: run.rows.rejected,
  skipped: run.rows.skipped,
  checks_passed: checks?.passed ?? null,
  checks_warned: checks?.warn ?? null,
  checks_failed: checks?.fail ?? null,
  drift: worstIn(run.detail),
  error: run.error,
})
