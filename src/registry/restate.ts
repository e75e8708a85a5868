// Were fingerprints and identities taken under this DuckDB? If not, known versions are held by what it makes of their
// texts.
import type { Analysed } from '../core/analysed.ts'
import { restated } from '../core/restate.ts'
import type { State } from '../core/state.ts'
import { render } from '../sql/render.ts'
import { fitsText } from './commit.ts'
import type { Registry } from './registry.ts'

/** What an apply leaves restated; of what another left, it is not known whose trees all of it is made of. */
export const restates = 'fits'

/** The DuckDB whose trees all on record is made of; null before the first apply, and after one of an earlier Pintail. */
export const appliedEngine = (registry: Registry): string | null => {
  const [row] = registry.database.prepare<unknown[], { engine: string | null }>(render('registry/applied-engine')).all()
  return row?.engine ?? null
}

/** The state as this engine reads it; `analysed` knows the trees of what is remembered where engines differ. */
export const restatedState = (registry: Registry, state: State, analysed: Analysed): State =>
  appliedEngine(registry) === analysed.engine ? state : restated(state, analysed.remembered)

/** Notes fingerprints and identities that differ from those on record; nothing else of a version changes. */
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
  writeIdentities(registry, before, now)
}

const writeIdentities = ({ database }: Registry, before: State, now: State): void => {
  const numbers = database.prepare('UPDATE feature_versions SET fits = ? WHERE id = ?')
  const vocabulary = database.prepare(render('registry/restate-categories'))
  for (const [id, { fits, aggregate }] of now.features) {
    const were = before.features.get(id)
    const same = fits.every(({ identity }, i) => identity === were?.fits[i]?.identity)
    if (!same) numbers.run(fitsText(fits), id)
    const identity = aggregate?.categories?.identity
    if (identity !== were?.aggregate?.categories?.identity) vocabulary.run({ id, identity })
  }
}
