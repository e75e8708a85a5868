// How is what is kept computed shown? A row a view, with its size, and what is still to be computed.
import type { CachedView, ClearedView } from '../../core/caches.ts'
import { rounded, several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'

/** `1.25 MB`. */
const size = (bytes: number): string => {
  for (const [unit, of] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const)
    if (bytes >= of) return `${(bytes / of).toPrecision(3)} ${unit}`
  return `${bytes} B`
}

const columns = [
  'view',
  'source',
  'rows',
  'segments',
  'features',
  'inputs',
  'bytes',
  'answers',
  'landed_rows',
  'landed_bytes',
  'pending',
]

export const cacheSheet = (views: readonly CachedView[], forPeople: boolean): Sheet =>
  sheetOf(
    views.map(({ landed, pending, bytes, answers, ...view }) => ({
      ...view,
      bytes: forPeople ? size(bytes) : bytes,
      answers: forPeople ? size(answers) : answers,
      landed_rows: landed.rows,
      landed_bytes: forPeople ? size(landed.bytes) : landed.bytes,
      pending: forPeople ? pending.map(({ what, why }) => `${what}: ${why}`).join(', ') : pending,
    })),
    columns,
  )

export const clearQuestion = (views: readonly CachedView[]): string => {
  const bytes = views.reduce((sum, view) => sum + view.bytes, 0)
  const rows = views.reduce((sum, view) => sum + view.rows, 0)
  const of = views.map((it) => it.view).join(', ')
  return `Drop ${size(bytes)} computed of ${of} (${rounded(rows)} rows), for the next ingest to compute again?`
}

export const clearedLines = (cleared: readonly ClearedView[]): string[] =>
  cleared.length === 0
    ? ['nothing to clear']
    : cleared.map(({ view, rows, bytes, kept }) => {
        const stays = kept === null ? '' : `; a part stays: ${kept}`
        return `${view}  ${several(rows, 'row')} dropped, ${size(bytes)}${stays}`
      })

export const clearedSheet = (cleared: readonly ClearedView[]): Sheet => sheetOf(cleared.map((it) => ({ ...it })))
