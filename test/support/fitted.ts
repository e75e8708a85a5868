// What an ingest fits, without one: numbers and categories frozen with the versions that lack them.
import type { Aggregate } from '../../src/core/aggregates.ts'
import { commitIngest } from '../../src/registry/commit.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { beginRun } from '../../src/registry/runs.ts'

/** Every fitted number of the registry is `value`, every vocabulary `words`; what is frozen stays. */
export const freeze = (registry: Registry, value: number, words: readonly string[] = []): void => {
  const fitted = [...registry.state().features.values()].map((it) => ({
    ...it,
    fits: it.fits.map((fit) => ({ ...fit, value })),
    aggregate: it.aggregate && withVocabulary(it.aggregate, words),
  }))
  const id = beginRun(registry, 'ingest', 'visits')
  const nothing = { files: [], landed: [], segments: [], groups: [], hidden: [], computed: [] }
  commitIngest(registry, { ...nothing, run: id, source: 'visits', fitted, result: {} })
}

const withVocabulary = (aggregate: Aggregate, words: readonly string[]): Aggregate => {
  const { categories } = aggregate
  return categories === null ? aggregate : { ...aggregate, categories: { ...categories, vocabulary: words } }
}
