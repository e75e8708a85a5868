// A registry and an engine in a temporary folder, and definitions as plain objects: what apply is tested with.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Analysed } from '../../src/core/analysed.ts'
import { type Catalog, catalogOf, type Declaration } from '../../src/core/catalog.ts'
import { fixedClock } from '../../src/core/clock.ts'
import { type DefinitionKind, definitionKinds } from '../../src/core/definitions.ts'
import { PintailError, type Problem } from '../../src/core/errors.ts'
import type { Column, FeatureType } from '../../src/core/values.ts'
import type { Plan } from '../../src/core/verbs.ts'
import { analyse } from '../../src/offline/analyse.ts'
import { type OfflineStore, openOfflineStore, type Session } from '../../src/offline/offline-store.ts'
import { apply, plan } from '../../src/registry/apply.ts'
import { recordedTexts } from '../../src/registry/recorded.ts'
import { openRegistry, type Registry } from '../../src/registry/registry.ts'

export type Definitions = Readonly<Partial<Record<DefinitionKind, Readonly<Record<string, object>>>>>
export type Columns = Readonly<Record<string, Readonly<Record<string, FeatureType>>>>

/** A place is the path of the value, so that a test can say where an error must point. */
export const catalogFrom = (definitions: Definitions): Catalog =>
  catalogOf(
    definitionKinds.flatMap((kind) =>
      Object.entries(definitions[kind] ?? {}).map(
        ([name, body]): Declaration => ({
          kind,
          name,
          body,
          place: (path) => ({ file: [kind, name, ...path].map(String).join('.') }),
        }),
      ),
    ),
  )

export const columnsOf = (columns: Columns, source: string): Column[] =>
  Object.entries(columns[source] ?? {}).map(([name, type]) => ({ name, type }))

export interface Workshop {
  readonly folder: string
  readonly store: OfflineStore
  readonly session: Session
  readonly registry: Registry
  analyse(definitions: Definitions, columns: Columns): Promise<Analysed>
  plan(definitions: Definitions, columns: Columns): Promise<Plan>
  apply(definitions: Definitions, columns: Columns): Promise<Plan>
  close(): void
}

export const openWorkshop = async (): Promise<Workshop> => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-workshop-'))
  const store = await openOfflineStore({ threads: 2, memoryLimit: null, temporary: join(folder, 'spill') })
  const session = await store.session()
  const registry = openRegistry({
    path: join(folder, 'registry.db'),
    offline: join(folder, 'offline'),
    clock: fixedClock(1_000_000n),
  })
  const analysed = (definitions: Definitions, columns: Columns): Promise<Analysed> =>
    analyse(
      session,
      catalogFrom(definitions),
      async (source) => ({ columns: columnsOf(columns, source), reader: {} }),
      recordedTexts(registry),
    )
  return {
    folder,
    store,
    session,
    registry,
    analyse: analysed,
    plan: async (definitions, columns) => plan(registry, await analysed(definitions, columns)),
    apply: async (definitions, columns) => apply(registry, await analysed(definitions, columns)),
    close: () => {
      registry.close()
      session.close()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The problems that `work` throws. */
export const problemsOf = async (work: () => unknown): Promise<readonly Problem[]> => {
  try {
    await work()
  } catch (cause) {
    if (cause instanceof PintailError) return cause.problems
    throw cause
  }
  return []
}
