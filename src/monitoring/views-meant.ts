// Which views are meant? The current ones, a few at a time with all that they are made of: a registry may hold a hundred
// thousand versions, and who asks may be waiting for a key press.
import { setImmediate as pause } from 'node:timers/promises'
import { PintailError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'
import { readPart } from '../registry/part.ts'
import type { Registry } from '../registry/registry.ts'

export interface ViewMeant {
  readonly view: ViewVersion
  /** Its features and what they are computed from. */
  readonly all: ReadonlyMap<number, FeatureVersion>
}

const together = 4

/** Without names, every view in the order of their versions. */
export async function* viewsMeant(
  registry: Registry,
  names: readonly string[],
  { signal }: Watched = {},
): AsyncGenerator<ViewMeant> {
  const ids = idsOf(registry, names)
  for (let at = 0; at < ids.length; at += together) {
    if (at > 0) await pause()
    signal?.throwIfAborted()
    const some = ids.slice(at, at + together)
    const { views, features } = registry.database.transaction(() =>
      readPart(registry.database, { views: some, through: true }),
    )()
    for (const id of some) {
      const view = views.get(Number(id))
      if (view) yield { view, all: features }
    }
  }
}

const idsOf = ({ database }: Registry, names: readonly string[]): bigint[] => {
  const current = new Map(
    database
      .prepare<unknown[], { name: string; id: bigint }>(
        "SELECT name, version_id AS id FROM current_versions WHERE kind = 'view' ORDER BY version_id",
      )
      .all()
      .map(({ name, id }) => [name, id]),
  )
  if (names.length === 0) return [...current.values()]
  return names.map((name) => {
    const id = current.get(name)
    if (id !== undefined) return id
    throw new PintailError({
      code: 'unknown_view',
      message: `there is no feature view "${name}"`,
      fix: didYouMean(name, current.keys(), 'pintail list views'),
    })
  })
}
