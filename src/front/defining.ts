// What do the definition files say, what would it change, and may it hold?
import type { Analysed } from '../core/analysed.ts'
import type { Catalog, Declaration } from '../core/catalog.ts'
import { exitStatus, PintailError, type Problem } from '../core/errors.ts'
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

const analysed = async (opened: Opened): Promise<Analysed> => {
  const { loadDeclarations } = await import('../definitions/load.ts')
  const { catalogOf } = await import('../core/catalog.ts')
  const { declarations, problems } = await loadDeclarations(opened.project)
  let catalog: Catalog
  try {
    catalog = catalogOf(declarations, problems)
  } catch (cause) {
    throw cause instanceof PintailError ? await withOthers(opened, declarations, cause) : cause
  }
  return analysedFrom(opened, catalog)
}

/** What is wrong with the rest, told with it. */
const withOthers = async (
  opened: Opened,
  declarations: readonly Declaration[],
  error: PintailError,
): Promise<PintailError> => {
  const { catalogOf } = await import('../core/catalog.ts')
  const { inFileOrder } = await import('../core/problems.ts')
  const { pruned } = await import('../core/pruned.ts')
  const rest = pruned(declarations)
  const others = await (async () => analysedFrom(opened, catalogOf(rest.declarations)))().then(
    () => [],
    (thrown: unknown) => (thrown instanceof PintailError ? thrown.problems : []),
  )
  const known = new Set(error.problems.map(sayingOf))
  const own = others.filter(
    (problem) =>
      isOfDefinitions(problem) &&
      !known.has(sayingOf(problem)) &&
      ![...rest.left].some((name) => problem.message.includes(`"${name}"`)),
  )
  const [first = error, ...more] = inFileOrder([...error.problems, ...own])
  return new PintailError({ ...first, cause: error }, more)
}

const isOfDefinitions = (problem: Problem): boolean =>
  [exitStatus.definition, exitStatus.usage].some((exit) => new PintailError(problem).exit === exit)

const sayingOf = ({ message, at }: Problem): string => JSON.stringify([message, at?.file, at?.line])

const analysedFrom = async ({ registry, offline, inside, schemaIn }: Opened, catalog: Catalog): Promise<Analysed> => {
  const { analyse } = await import('../offline/analyse.ts')
  const { inspectSource } = await import('../ingest/columns.ts')
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
