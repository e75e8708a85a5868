// Which names could be meant? Those in the registry of the project here; none where there is no project.
import { existsSync } from 'node:fs'
import type { Listable } from '../core/verbs.ts'
import { projectFrom } from './project.ts'
import type { Io } from './streams.ts'
import type { Naming } from './verb.ts'

/** What to list for a naming, and the key of its names in a row. */
const listed: Readonly<Record<Naming, readonly (readonly [Listable, string])[]>> = {
  view: [['views', 'view']],
  feature: [['features', 'feature']],
  reference: [
    ['views', 'view'],
    ['features', 'feature'],
  ],
  service: [['services', 'service']],
  entity: [['entities', 'entity']],
  dataset: [['datasets', 'dataset']],
  // The shell knows those.
  file: [],
  thing: [
    ['views', 'view'],
    ['features', 'feature'],
    ['services', 'service'],
    ['entities', 'entity'],
    ['sources', 'source'],
    ['datasets', 'dataset'],
  ],
}

/** A completion never complains: whatever is wrong, it has nothing to offer. */
export const knownNames = async (what: Naming, words: readonly string[], io: Io): Promise<readonly string[]> => {
  if (listed[what].length === 0) return []
  try {
    const from = projectFrom(io, words[words.indexOf('--project') + 1 || words.length])
    const { findProject, open } = await import('../pintail.ts')
    const { paths } = await findProject(from, io.environment)
    if (!existsSync(paths.registry)) return []
    const pintail = await open(from, { environment: io.environment })
    try {
      return listed[what].flatMap(([kind, key]) => pintail.list({ what: kind }).map((row) => String(row[key])))
    } finally {
      await pintail.close()
    }
  } catch {
    return []
  }
}
