// Which type keeps every text of a column? A CSV spine's columns typed for Parquet and JSON; `007` stays a text.

import type { Session } from '../offline/offline-store.ts'
import type { OutputColumn } from '../offline/output.ts'
import { asInstant } from './lossless.ts'
import type { SpineColumn } from './spine-column.ts'

interface Kept {
  readonly type: string
  /** SQL for the typed value of a text, and whether it keeps what the text says. */
  value(text: string): string
  keeps(text: string): string
}

const number = '-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?'

const kinds: readonly Kept[] = [
  {
    type: 'BIGINT',
    value: (text) => `TRY_CAST(${text} AS BIGINT)`,
    keeps: (text) => `CAST(TRY_CAST(${text} AS BIGINT) AS VARCHAR) = ${text}`,
  },
  {
    type: 'DOUBLE',
    value: (text) => `TRY_CAST(${text} AS DOUBLE)`,
    keeps: (text) =>
      `regexp_full_match(${text}, '${number}') AND isfinite(TRY_CAST(${text} AS DOUBLE))
        AND (regexp_matches(${text}, '[.eE]') OR TRY_CAST(${text} AS BIGINT) IS NOT NULL)`,
  },
  {
    type: 'BOOLEAN',
    value: (text) => `lower(${text}) = 'true'`,
    keeps: (text) => `lower(${text}) IN ('true', 'false')`,
  },
  {
    type: 'DATE',
    value: (text) => `TRY_CAST(${text} AS DATE)`,
    keeps: (text) => `regexp_full_match(${text}, '\\d{4}-\\d\\d-\\d\\d') AND TRY_CAST(${text} AS DATE) IS NOT NULL`,
  },
  {
    type: 'TIMESTAMP',
    value: (text) => asInstant({ sql: text, type: 'VARCHAR' }),
    keeps: (text) => `${asInstant({ sql: text, type: 'VARCHAR' })} IS NOT NULL`,
  },
]

const keepsAll = (kind: Kept, text: string): string =>
  `bool_and(coalesce(${kind.keeps(text)}, false)) FILTER (WHERE ${text} IS NOT NULL)`

export const keptTypes = async (session: Session, columns: readonly SpineColumn[]): Promise<OutputColumn[]> => {
  let open = columns.map((column) => ({ column, kinds }))
  // A thousand rows tell most columns apart; only what they leave open is asked of all rows.
  for (const relation of ['(FROM spine LIMIT 1000)', 'spine']) {
    const asked = open.map((it) => it.kinds.map((kind) => keepsAll(kind, it.column.column)))
    const counts = asked.flatMap((checks, i) => checks.map((check, j) => `${check} AS keeps${i}_${j}`))
    if (counts.length === 0) break
    const [facts] = await session.rows(`SELECT ${counts.join(', ')} FROM ${relation}`)
    const holds = (keeps: unknown): boolean => keeps === true || (keeps === null && relation !== 'spine')
    open = open.map((it, i) => ({ ...it, kinds: it.kinds.filter((_, j) => holds(facts?.[`keeps${i}_${j}`])) }))
  }
  return open.map(({ column, kinds: [kind] }) => {
    const text = `spine.${column.column}`
    return kind === undefined
      ? { name: column.name, sql: text, type: 'VARCHAR' }
      : { name: column.name, sql: kind.value(text), type: kind.type }
  })
}
