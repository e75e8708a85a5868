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

/** The spine's columns, each as the first type that keeps all of its texts. */
export const keptTypes = async (session: Session, columns: readonly SpineColumn[]): Promise<OutputColumn[]> => {
  const typed: OutputColumn[] = []
  for (const { name, column } of columns) {
    const kind = await keptKind(session, column)
    const text = `spine.${column}`
    typed.push({ name, sql: kind?.value(text) ?? text, type: kind?.type ?? 'VARCHAR' })
  }
  return typed
}

/** A thousand rows tell most kinds apart; the first that they leave open and all rows keep is it. */
const keptKind = async (session: Session, text: string): Promise<Kept | undefined> => {
  for (const kind of await whichKeep(session, text, kinds, '(FROM spine LIMIT 1000)')) {
    const [kept] = await whichKeep(session, text, [kind], 'spine')
    if (kept !== undefined) return kept
  }
  return undefined
}

/** The kinds that keep every text among the rows; with no text at all there is nothing to tell a type by. */
const whichKeep = async (session: Session, text: string, among: readonly Kept[], rows: string): Promise<Kept[]> => {
  const checks = among.map(
    (kind, i) => `bool_and(coalesce(${kind.keeps(text)}, false)) FILTER (WHERE ${text} IS NOT NULL) AS keeps${i}`,
  )
  const [facts] = await session.rows(`SELECT ${checks.join(', ')} FROM ${rows}`)
  return among.filter((_, i) => facts?.[`keeps${i}`] === true || (rows !== 'spine' && facts?.[`keeps${i}`] === null))
}
