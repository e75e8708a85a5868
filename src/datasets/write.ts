// How is the answer of a dataset written? Its rows as Parquet, and the same in another place and form where asked.
import { copyFileSync } from 'node:fs'
import type { Copy } from '../core/datasets.ts'
import { throughPartial } from '../offline/destination.ts'
import { type Output, type OutputColumn, writeOutput } from '../offline/output.ts'
import type { Answered } from '../retrieval/training-set.ts'

export interface Written extends Pick<Answered, 'session' | 'spine'> {
  readonly output: Output
}

/** Gives the number of rows. */
export const writeRows = ({ session, output }: Written, path: string): Promise<number> =>
  writeOutput(session, output, { path, format: 'parquet' })

/** Writes what `rows` holds to another place, too. */
export const writeCopy = async (written: Written, rows: string, copy: Copy): Promise<void> => {
  if (copy.format === 'parquet') return copyBeside(rows, copy.output)
  const output = copy.format === 'csv' ? withOwnTexts(written) : written.output
  await writeOutput(written.session, output, { path: copy.output, format: copy.format })
}

/** The columns of a CSV spine reach a CSV file as the texts they were. */
const withOwnTexts = ({ spine, output }: Written): Output => {
  if (!spine.texts) return output
  const own = spine.columns.map(({ name, column, type }): OutputColumn => ({ name, sql: `spine.${column}`, type }))
  return { ...output, columns: [...own, ...output.columns.slice(own.length)] }
}

const copyBeside = (from: string, output: string): void => {
  throughPartial(output, (beside) => copyFileSync(from, beside))
}
