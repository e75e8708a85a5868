// Were the fingerprints taken under this DuckDB? If not, known versions are held by what it makes of their texts.
import type { Analysed } from '../core/analysed.ts'
import { restated } from '../core/restate.ts'
import type { State } from '../core/state.ts'
import { render } from '../sql/render.ts'
import type { Registry } from './registry.ts'

/** The DuckDB of the last apply; null before the first. */
export const appliedEngine = (registry: Registry): string | null => {
  const [row] = registry.database.prepare<unknown[], { engine: string | null }>(render('registry/applied-engine')).all()
  return row?.engine ?? null
}

/** The state as this engine reads it; `analysed` knows the trees of what is remembered where engines differ. */
export const restatedState = (registry: Registry, state: State, analysed: Analysed): State => {
  const engine = appliedEngine(registry)
  return engine === null || engine === analysed.engine ? state : restated(state, analysed.remembered)
}

/** Notes fingerprints that differ from those on record; nothing else of a version changes. */
export const writeRestated = (registry: Registry, now: State): void => {
  const before = registry.state()
  const tables = [
    ['row_sets', before.rowSets, now.rowSets],
    ['feature_versions', before.features, now.features],
    ['view_versions', before.views, now.views],
    ['service_versions', before.services, now.services],
  ] as const
  for (const [table, were, are] of tables) {
    const note = registry.database.prepare(`UPDATE OR IGNORE ${table} SET fingerprint = ? WHERE id = ?`)
    for (const [id, { fingerprint }] of are) if (were.get(id)?.fingerprint !== fingerprint) note.run(fingerprint, id)
  }
}
