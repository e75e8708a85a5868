// What does a manifest mean today? The versions it pins, and whether all that they were computed from is still there.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { nouns } from '../core/counted.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import type { Manifest } from '../core/manifests.ts'
import { isStored } from '../core/state.ts'
import type { Selected } from '../core/versions.ts'
import { throughUses } from '../registry/datasets.ts'
import type { Registry } from '../registry/registry.ts'
import { hashOfFile } from './hashes.ts'

export const pinnedSelection = (registry: Registry, { name, columns }: Manifest): Selected[] => {
  const { views, features } = registry.state()
  return columns.map(({ column, view, feature, category }) => {
    const pinned = { view: views.get(view), feature: features.get(feature) }
    if (pinned.view && pinned.feature) return { view: pinned.view, feature: pinned.feature, category, column }
    throw new PintailError({
      code: 'registry_damaged',
      message: `dataset "${name}" pins a version that the registry has no more, of column "${column}"`,
      fix: 'restore registry.db from a copy',
    })
  })
}

/** The spine as it was: the copy, or where that is gone or changed the file it was made of. */
export const spineOf = async (folder: string, { name, spine }: Manifest, signal?: AbortSignal): Promise<string> => {
  const copy = join(folder, name, spine.copy)
  for (const path of [copy, spine.path])
    if (existsSync(path) && (await hashOfFile(path, signal)) === spine.hash) return path
  throw new PintailError({
    code: 'store_damaged',
    message: `the spine of dataset "${name}" is gone: ${existsSync(copy) ? 'its copy was changed' : 'its copy is missing'}, and so is what it was made of`,
    at: { file: copy },
    fix: `put back the file whose SHA-256 is ${spine.hash}`,
  })
}

/** Why an answer cannot be what it was, as far as the history tells: rows or columns that were there and are not. */
export const lostSince = (registry: Registry, manifest: Manifest, historyOf: (rowSet: number) => History): string[] => {
  const state = registry.state()
  const pinned = [
    ...throughUses(
      state,
      manifest.columns.map((it) => it.feature),
    ),
  ]
  return manifest.views.flatMap(({ view, rowSet, lastRun }) => {
    const { segments, lastRun: read } = historyOf(rowSet)
    const shorter = read < lastRun ? [`${view} was read up to run ${lastRun}, and its history ends at run ${read}`] : []
    const within = segments.filter((it) => it.firstRun <= lastRun)
    const lacking = pinned.flatMap((id) => {
      const feature = state.features.get(id)
      if (feature?.rowSet !== rowSet || !isStored(feature)) return []
      const rows = within.filter((it) => !it.files.some((file) => file.features.includes(id)))
      const count = rows.reduce((sum, it) => sum + it.rows, 0)
      const called = `${feature.view}:${feature.name} (version ${feature.version})`
      return count === 0 ? [] : [`${called} is not kept for ${count} ${nouns(count, 'row')} of its history`]
    })
    return [...shorter, ...lacking]
  })
}
