// How are Parquet files read? By their own types; each is only carried over to the type it has inside.
import { quoteName, quoteText, quoteTexts } from '../sql/quote.ts'
import { columnsFromJson, type Format } from './format.ts'

export const parquet: Format = {
  text: false,
  inspect: (path) =>
    `SELECT to_json(list({'name': column_name, 'type': column_type}))::VARCHAR AS columns
      FROM (DESCRIBE SELECT * FROM read_parquet(${quoteText(path)}, hive_partitioning = false))`,
  inspected: (row) => ({ columns: columnsFromJson(row.columns), reader: {} }),
  read: (files, layout) => {
    const columns = layout.map((column, i) => `${quoteName(column.name)} AS c${i}`).join(', ')
    return `SELECT ${columns}, path, NULL::VARCHAR AS malformed FROM read_parquet([${quoteTexts(files.map((file) => file.path))}],
      filename = 'path', hive_partitioning = false)`
  },
}
