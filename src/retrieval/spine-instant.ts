// Which column says when? The one named, else `event_timestamp`, else the only one that holds instants.
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Session } from '../offline/offline-store.ts'
import { asInstant } from './lossless.ts'
import { listed, type SpineColumn } from './spine-column.ts'

const instantTypes = /^(TIMESTAMP|DATE)/

/** `keys` are the names of the join keys, which are no candidates. */
export const instantColumn = async (
  session: Session,
  columns: readonly SpineColumn[],
  timestamp: string | null,
  keys: readonly string[],
): Promise<SpineColumn> => {
  const named = columns.find((it) => it.name === (timestamp ?? 'event_timestamp'))
  if (named !== undefined) return named
  if (timestamp !== null) throw missingTimestamp(`the spine has no column "${timestamp}"`, columns, timestamp)
  const others = columns.filter((column) => !keys.includes(column.name))
  const declared = others.filter((it) => instantTypes.test(it.type))
  const candidates = declared.length > 0 ? declared : await textInstants(session, others)
  const [only] = candidates
  if (only !== undefined && candidates.length === 1) return only
  throw candidates.length === 0
    ? missingTimestamp('the spine has no column of instants', columns, null)
    : missingTimestamp(`the spine has ${candidates.length} columns of instants`, candidates, null)
}

/** Text columns in which every value that is there reads as an instant. */
const textInstants = async (session: Session, columns: readonly SpineColumn[]): Promise<SpineColumn[]> => {
  const texts = columns.filter((it) => it.type === 'VARCHAR')
  if (texts.length === 0) return []
  const counts = texts.map(
    ({ column }, i) =>
      `count(${asInstant({ sql: column, type: 'VARCHAR' })}) AS read${i}, count(nullif(trim(${column}), '')) AS given${i}`,
  )
  const [facts] = await session.rows(`SELECT ${counts.join(', ')} FROM spine`)
  return texts.filter((_, i) => facts?.[`read${i}`] === facts?.[`given${i}`] && facts?.[`given${i}`] !== 0n)
}

const missingTimestamp = (message: string, columns: readonly SpineColumn[], named: string | null): PintailError =>
  new PintailError({
    code: 'missing_timestamp',
    message: `${message}; it has ${listed(columns)}`,
    fix:
      named === null
        ? 'name the column with --timestamp COLUMN'
        : didYouMean(
            named,
            columns.map((it) => it.name),
            'name another with --timestamp COLUMN',
          ),
  })
