// What is asked about? The spine: its own columns kept as they came, and beside them typed keys and instants.
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Column } from '../core/values.ts'
import type { SpineInput } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { render } from '../sql/render.ts'
import type { Asked } from './asked.ts'
import { listed, type SpineColumn } from './spine-column.ts'
import { instantColumn } from './spine-instant.ts'
import { type SpineRelation, spineRelation } from './spine-relation.ts'
import { unreadableSpine } from './spine-unreadable.ts'
import { isSame, type KeyColumn, typedSpine } from './spine-values.ts'

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
    throw unreadableSpine(cause, 'path' in input ? input.path : null)
  })
  refuseDuplicates(read)
  const sql = render('retrieval/spine', { columns: read.columns, relation: read.relation })
  await session.run(sql, read.parameters).catch((cause: unknown) => {
    throw unreadableSpine(cause, read.file)
  })
  const types = await session.describe('SELECT * FROM spine')
  const columns = read.names.map((name, i): SpineColumn => {
    const column = `c${i}`
    return { name, column, type: types[i]?.type ?? 'VARCHAR' }
  })
  const instant = await instantColumn(
    session,
    columns,
    wanted.timestamp,
    wanted.keys.map((it) => it.key.name),
  )
  const keys = keyColumns(columns, wanted)
  return {
    columns,
    instant,
    texts: read.texts,
    ...(await typedSpine(session, read.file, instant, keys)),
  }
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

/** The names of a spine's columns. */
export const spineNames = async (session: Session, input: SpineInput): Promise<readonly string[]> => {
  const { names } = await spineRelation(session, input).catch((cause: unknown) => {
    throw unreadableSpine(cause, 'path' in input ? input.path : null)
  })
  return names
}
