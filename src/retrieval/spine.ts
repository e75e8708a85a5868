// What is asked about? The spine: its own columns kept as they came, and beside them typed keys and instants.
import type { Micros } from '../core/clock.ts'
import { messageOf, PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { type Column, engineType } from '../core/values.ts'
import type { SpineInput } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import type { Asked } from './asked.ts'
import { asInstant, asKey, type Given, presentOf } from './lossless.ts'
import { type SpineRelation, spineRelation } from './spine-columns.ts'
import { notUtf8 } from './spine-csv.ts'

/** A column of the spine: its own name, and `c0…` in the table `spine`. */
export interface SpineColumn {
  readonly name: string
  readonly column: string
  /** As the engine names it. */
  readonly type: string
}

/** Two temporary tables of the session: `spine` with the rows as they came, `asked` with `rid`, keys and `instant`. */
export interface Spine {
  readonly rows: number
  readonly columns: readonly SpineColumn[]
  /** Every value is a text of a CSV file. */
  readonly texts: boolean
  readonly instant: SpineColumn
  /** The rows asked about, for a history with these keys. */
  askedFor(keys: readonly Column[]): Asked
}

export interface SpineWanted {
  /** The join keys of all views asked for, with the view that needs each. */
  readonly keys: readonly { readonly key: Column; readonly view: string }[]
  /** Null: `event_timestamp`, or the only timestamp there is. */
  readonly timestamp: string | null
}

export const loadSpine = async (session: Session, input: SpineInput, wanted: SpineWanted): Promise<Spine> => {
  const read = await spineRelation(session, input).catch((cause: unknown) => {
    throw unreadable(cause, 'path' in input ? input.path : null)
  })
  refuseDuplicates(read)
  const sql = render('retrieval/spine', { columns: read.columns, relation: read.relation })
  await session.run(sql, read.parameters).catch((cause: unknown) => {
    throw unreadable(cause, read.file)
  })
  const types = await session.describe('SELECT * FROM spine')
  const columns = read.names.map((name, i): SpineColumn => {
    const column = `c${i}`
    return { name, column, type: types[i]?.type ?? 'VARCHAR' }
  })
  const instant = await instantColumn(session, columns, wanted)
  const keys = keyColumns(columns, wanted)
  return {
    columns,
    instant,
    texts: read.relation.startsWith('read_csv('),
    ...(await typed(session, read, instant, keys)),
  }
}

interface KeyColumn {
  readonly key: Column
  readonly from: SpineColumn
}

const given = (column: SpineColumn): Given => ({ sql: column.column, type: column.type })

const typed = async (
  session: Session,
  { file }: SpineRelation,
  instant: SpineColumn,
  keys: readonly KeyColumn[],
): Promise<Pick<Spine, 'rows' | 'askedFor'>> => {
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

const isSame = (a: Column, b: Column): boolean => a.name === b.name && a.type === b.type

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

const keyColumns = (columns: readonly SpineColumn[], { keys }: SpineWanted): KeyColumn[] => {
  const found: KeyColumn[] = []
  for (const { key, view } of keys) {
    if (found.some((it) => isSame(it.key, key))) continue
    const from = columns.find((it) => it.name === key.name)
    if (from === undefined) {
      throw new PintailError({
        code: 'missing_key',
        message: `the spine has no column "${key.name}", the join key of feature view "${view}"; it has ${listed(columns)}`,
        fix: didYouMean(
          key.name,
          columns.map((it) => it.name),
          `add the column "${key.name}" to the spine`,
        ),
      })
    }
    found.push({ key, from })
  }
  return found
}

const listed = (columns: readonly SpineColumn[]): string => columns.map((it) => `"${it.name}"`).join(', ')

const instantTypes = /^(TIMESTAMP|DATE)/

const instantColumn = async (
  session: Session,
  columns: readonly SpineColumn[],
  { timestamp, keys }: SpineWanted,
): Promise<SpineColumn> => {
  const named = columns.find((it) => it.name === (timestamp ?? 'event_timestamp'))
  if (named !== undefined) return named
  if (timestamp !== null) throw missingTimestamp(`the spine has no column "${timestamp}"`, columns, timestamp)
  const others = columns.filter((column) => !keys.some(({ key }) => key.name === column.name))
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

const refuseDuplicates = ({ names, file }: SpineRelation): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice === undefined) return
  throw new PintailError({
    code: 'duplicate_column',
    message: `the spine has two columns named "${twice}"`,
    ...(file === null ? {} : { at: { file, line: 1 } }),
    fix: 'rename one of them',
  })
}

const unreadable = (cause: unknown, file: string | null): PintailError => {
  if (cause instanceof PintailError && cause.code !== 'engine_failure') return cause
  const message = messageOf(cause)
  const line = /Line: (\d+)/.exec(detailOf(cause))?.[1]
  if (file !== null && /unicode|utf-?8/i.test(detailOf(cause)))
    return notUtf8(file, line === undefined ? undefined : Number(line))
  return new PintailError({
    code: 'spine_unreadable',
    message: `the spine cannot be read: ${reasonOf(cause) ?? message}`,
    ...(file === null ? {} : { at: { file, ...(line === undefined ? {} : { line: Number(line) }) } }),
    fix: 'mend that line, or give the spine as Parquet or JSON',
    cause,
  })
}

/** The engine's whole message; its first line alone is in the error. */
const detailOf = (cause: unknown): string =>
  cause instanceof PintailError && typeof cause.cause === 'object' && cause.cause !== null && 'cause' in cause.cause
    ? messageOf(cause.cause.cause)
    : messageOf(cause)

const reasonOf = (cause: unknown): string | undefined =>
  detailOf(cause)
    .split('\n')
    .find((it) => /^(Expected Number|Value with|Invalid unicode)/.test(it))
    ?.replace(/^Expected Number of Columns: (\d+) Found: (\d+).*$/, '$1 columns expected, $2 found')
