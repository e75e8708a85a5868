// How is a row set made as if it had never been computed? Its files lose their names; what was landed stays.
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

/** In one transaction; the files are kept a while for readers that began before. */
export const clearRowSets = (registry: Registry, rowSets: readonly number[]): void =>
  registry.write(() => {
    const { database, clock } = registry
    const since = clock.now()
    const unname = database.prepare(render('registry/unname-row-set'))
    const drop = [
      'DELETE FROM segment_files WHERE segment IN (SELECT id FROM segments WHERE row_set = ?)',
      'DELETE FROM segments WHERE row_set = ?',
      'DELETE FROM hidden_files WHERE row_set = ?',
      'DELETE FROM computed_files WHERE row_set = ?',
    ].map((sql) => database.prepare(sql))
    for (const rowSet of rowSets) {
      unname.run({ row_set: rowSet, since })
      for (const statement of drop) statement.run(rowSet)
    }
  })
