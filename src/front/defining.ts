// What do the definition files say, what would it change, and may it hold?
import { PintailError } from '../core/errors.ts'
import type { PreviewReport, PreviewRequest } from '../core/preview.ts'
import type { Column } from '../core/values.ts'
import type { Plan, Watched } from '../core/verbs.ts'
import { landedFiles } from '../registry/files.ts'
import { recordedTexts } from '../registry/recorded.ts'
import type { Opened } from './opened.ts'

export interface Defining {
  plan(): Promise<Plan>
  /** Records what `plan` shows, in one transaction. */
  apply(): Promise<Plan>
  /** A view as the definition files say it now, tried on a sample; nothing is written. */
  preview(request: PreviewRequest, watched?: Watched): Promise<PreviewReport>
}

export const defining = (opened: Opened): Defining => {
  const { registry, offline, inside } = opened
  return {
    plan: async () => {
      const { plan } = await import('../registry/apply.ts')
      return plan(registry, await analysed(opened))
    },
    apply: async () => {
      registry.mustWrite()
      const { apply } = await import('../registry/apply.ts')
      return apply(registry, await analysed(opened))
    },
    preview: async (request, watched = {}) => {
      const { preview } = await import('../preview/preview.ts')
      const landedOf = (source: string) => landedFiles(registry, source)
      const room = { project: inside, store: await offline.get(), temporary: opened.temporary, landedOf }
      return preview(room, await analysed(opened), request, watched)
    },
  }
}

const analysed = async ({ project, registry, offline, inside, schemaIn }: Opened) => {
  const { loadCatalog } = await import('../definitions/load.ts')
  const { analyse } = await import('../offline/analyse.ts')
  const { inspectSource } = await import('../ingest/columns.ts')
  const catalog = await loadCatalog(project)
  const session = await (await offline.get()).session()
  try {
    const schemaOf = async (name: string) => {
      const definition = catalog.sources.get(name)
      if (!definition) throw new PintailError({ code: 'unknown_source', message: `there is no source "${name}"` })
      const keys = [...catalog.views.values()].flatMap((view): readonly Column[] =>
        view.source === name ? view.keys : [],
      )
      return inspectSource(session, inside, name, definition, keys, schemaIn(name))
    }
    return await analyse(session, catalog, schemaOf, recordedTexts(registry))
  } finally {
    session.close()
  }
}
