// Which rows train and which test? The earlier share trains; the cut falls between two instants, so none is on both sides.
import type { Micros } from '../core/clock.ts'
import { PintailError } from '../core/errors.ts'
import { splitColumn } from '../core/manifests.ts'
import type { Column } from '../core/values.ts'
import type { Session } from '../offline/offline-store.ts'
import type { Output } from '../offline/output.ts'
import { render } from '../sql/render.ts'

export interface Split {
  readonly share: number
  /** The first instant that tests. */
  readonly cut: Micros
  readonly train: number
  readonly test: number
  /** Rows without an instant. */
  readonly neither: number
}

/** Of the spine that a session has loaded. */
export const splitAt = async (session: Session, share: number): Promise<Split> => {
  const [found] = await session.rows(render('datasets/cut'), { share })
  if (typeof found?.cut === 'bigint') {
    return {
      share,
      cut: found.cut,
      train: Number(found.train),
      test: Number(found.test),
      neither: Number(found.neither),
    }
  }
  throw new PintailError({
    code: 'bad_spine_value',
    message: 'there is nothing to split: the rows of the spine have fewer than two instants',
    fix: 'leave out --split, or give a spine with rows of several instants',
  })
}

/** The same answer with a column more: `train`, `test`, or null where a row has no instant. */
export const withSplit = (output: Output, { cut }: Split): Output => ({
  ...output,
  columns: [
    ...output.columns,
    {
      name: splitColumn,
      sql: "CASE WHEN moment.instant < $cut THEN 'train' WHEN moment.instant IS NOT NULL THEN 'test' END",
      type: 'VARCHAR',
    },
  ],
  relation: render('datasets/with-split', { relation: output.relation }),
  parameters: { ...output.parameters, cut: { micros: cut } },
})

export const refuseSplitColumn = (columns: readonly Column[]): void => {
  if (!columns.some((it) => it.name === splitColumn)) return
  throw new PintailError({
    code: 'duplicate_column',
    message: `--split adds a column "${splitColumn}", and there is one of that name already`,
    fix: 'rename the column of the spine, or add --full-feature-names for a feature',
  })
}
