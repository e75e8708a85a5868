// What is said of a dataset when it was made, and when it was made again?
import type { DatasetReport, ReproduceReport } from '../../core/datasets.ts'
import { counted, lasting, several } from '../quantities.ts'
import type { Paint } from '../style.ts'
import { total } from './ingest.ts'

const written = (output: string | undefined): string => (output === undefined || output === '-' ? '' : ` → ${output}`)

export const datasetTold = (report: DatasetReport, output: string | undefined, tint: Paint): string[] => {
  const { split, name, bytes } = report.manifest
  const parts =
    split === null ? '' : `, ${counted(split.train)} train and ${counted(split.test)} test from ${split.cut}`
  const size = `${several(report.rows, 'row')}, ${several(report.columns.length, 'column')}${parts}`
  return [
    ...report.notes.map((note) => `${tint('dim', 'note')}  ${note}`),
    `dataset ${name}: ${size}${written(output)}   ${tint('dim', lasting(total(report.phases)))}`,
    tint('dim', `sha256 ${bytes}`),
  ]
}

export const reproduceTold = (
  name: string,
  report: ReproduceReport,
  output: string | undefined,
  tint: Paint,
): string[] => {
  const size = `${several(report.rows, 'row')}${written(output)}   ${tint('dim', lasting(total(report.phases)))}`
  const why = report.why.map((reason) => `  ${reason}`)
  if (report.same === 'bytes') return [`${name}: the same bytes, ${size}`]
  if (report.same === 'rows') return [`${name}: the same values in other bytes, ${size}`, ...why]
  return [
    `${name}: not the same, ${size}`,
    ...why,
    ...report.differences.map(({ column, rows, first }) => {
      const more = rows > first.length ? ', …' : ''
      return `  ${column} differs in ${several(rows, 'row')}: row ${first.join(', ')}${more}`
    }),
  ]
}
