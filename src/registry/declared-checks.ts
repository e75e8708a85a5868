// Which checks do the definitions have, as last applied?
import { type Check, checkOf, checksShape } from '../core/check-definitions.ts'
import { PintailError } from '../core/errors.ts'
import { isArray, isObject, type Json } from '../core/json.ts'
import type { Registry } from './registry.ts'

export interface DeclaredChecks {
  readonly ofView: readonly Check[]
  /** By the name of a feature; those without have no entry. */
  readonly ofFeature: ReadonlyMap<string, readonly Check[]>
}

/** What the files said last of a view. */
export const declaredChecks = ({ state }: Registry, view: string): DeclaredChecks => {
  const said = state().declared.view.get(view)
  const features = isArray(said?.features) ? said.features.filter(isObject) : []
  return {
    ofView: checksIn(said?.checks, view),
    ofFeature: new Map(
      features.flatMap(({ name, checks }): [string, Check[]][] =>
        checks === undefined ? [] : [[String(name), checksIn(checks, `${view}:${String(name)}`)]],
      ),
    ),
  }
}

const checksIn = (json: Json | undefined, of: string): Check[] => {
  if (json === undefined) return []
  const read = checksShape.safeParse(json)
  if (read.success) return read.data.map(checkOf)
  throw new PintailError({
    code: 'registry_damaged',
    message: `the registry's checks of ${of} cannot be read`,
    fix: 'pintail apply   writes the definitions anew',
    cause: read.error,
  })
}
