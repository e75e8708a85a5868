// Who and when, in the types of the history? The table `asked`, and the first value that cannot be in it.
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import { type Column, engineType } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import type { Asked } from './asked.ts'
import { asInstant, asKey, type Given, presentOf } from './lossless.ts'
import type { SpineColumn } from './spine-column.ts'

/** A join key and the column of the spine that gives it. */
export interface KeyColumn {
  readonly key: Column
  readonly from: SpineColumn
}

export interface TypedSpine {
  readonly rows: number
  /** The rows asked about, for a history with these keys. */
  askedFor(keys: readonly Column[]): Asked
}

const given = (column: SpineColumn): Given => ({ sql: column.column, type: column.type })

export const typedSpine = async (
  session: Session,
  file: string | null,
  instant: SpineColumn,
  keys: readonly KeyColumn[],
): Promise<TypedSpine> => {
  const parts = [
    { name: 'instant', from: instant, type: 'timestamp' as const, sql: asInstant(given(instant)) },
    ...keys.map(({ key, from }, i) => ({ name: `key${i}`, from, type: key.type, sql: asKey(given(from), key.type) })),
  ]
  await session.run(render('retrieval/asked', { columns: parts.map((it) => `${it.sql} AS ${it.name}`).join(', ') }))
  const counts = parts.map(
    (it, i) =>
      `count(${it.name}) AS kept${i}, (SELECT count(${presentOf(given(it.from), it.type)}) FROM spine) AS given${i}`,
  )
  const [facts] = await session.rows(render('retrieval/asked-facts', { counts: counts.join(', ') }))
  for (const [i, part] of parts.entries()) {
    if (facts?.[`kept${i}`] !== facts?.[`given${i}`]) throw await badValue(session, part, file)
  }
  const rows = Number(facts?.rows ?? 0)
  const { earliest, latest } = { earliest: micros(facts?.earliest), latest: micros(facts?.latest) }
  return {
    rows,
    askedFor: (wanted) => ({
      table: 'asked',
      keys: wanted.map((key) => `key${keys.findIndex((it) => isSame(it.key, key))}`),
      rows,
      earliest,
      latest,
    }),
  }
}

const micros = (value: unknown): Micros | null => (typeof value === 'bigint' ? value : null)

export const isSame = (a: Column, b: Column): boolean => a.name === b.name && a.type === b.type

const badValue = async (
  session: Session,
  part: { readonly from: SpineColumn; readonly type: Column['type']; readonly sql: string; readonly name: string },
  file: string | null,
): Promise<PintailError> => {
  const present = presentOf(given(part.from), part.type)
  const [first] = await session.rows(render('retrieval/first-unreadable', { given: present, typed: part.sql }))
  const wanted = part.name === 'instant' ? 'an instant' : `a key of type ${part.type}`
  const fix =
    part.type === 'timestamp'
      ? 'write instants as 2026-03-01, 2026-03-01T12:00:00Z or 2026-03-01T12:00:00+01:00'
      : `make every "${part.from.name}" a value that ${engineType(part.type)} holds exactly, or leave it empty`
  return new PintailError({
    code: 'bad_spine_value',
    message: `"${part.from.name}" is not ${wanted} in row ${first?.row} of the spine: "${first?.text}"`,
    ...(file === null ? {} : { at: { file } }),
    fix,
  })
}
