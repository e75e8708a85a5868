// Which keys could be typed? The sets of join keys that views have, and for each a few keys that exist.
import { isArray, type Json, readJson } from '../../core/json.ts'
import { readBareValue, readKeyText } from '../../core/key-text.ts'
import { type FeatureType, featureTypes, type Value } from '../../core/values.ts'
import type { Front } from './front.ts'
import type { RegistryRead } from './registry.ts'
import { valueText } from './value-text.ts'

/** What is to be typed together, and the views that answer it. */
export interface KeySet {
  readonly names: readonly string[]
  readonly types: readonly string[]
  readonly entities: readonly string[]
  readonly views: readonly string[]
}

export interface KeyExamples {
  /** By the first view of a set: join keys with their values as texts. */
  readonly ofView: ReadonlyMap<string, readonly ReadonlyMap<string, string>[]>
}

/** What of the registry it takes. */
export type Keyed = Pick<RegistryRead, 'entities'> & {
  readonly views: readonly Pick<RegistryRead['views'][number], 'view' | 'entities'>[]
}

const sets = new WeakMap<Keyed, readonly KeySet[]>()

/** The set that most views answer comes first. */
export const keySets = (read: Keyed): readonly KeySet[] => {
  const known = sets.get(read)
  if (known) return known
  const keysOf = new Map(read.entities.map(({ name, keys }) => [name, keys.map(namedKey)]))
  const found = new Map<string, KeySet & { views: string[] }>()
  for (const { view, entities } of read.views) {
    const keys = new Map(entities.flatMap((entity) => keysOf.get(entity) ?? []))
    const names = [...keys.keys()]
    const id = names.toSorted().join(',')
    const one = found.get(id) ?? { names, types: [...keys.values()], entities, views: [] }
    one.views.push(view)
    if (names.length > 0) found.set(id, one)
  }
  const all = [...found.values()].toSorted((a, b) => b.views.length - a.views.length)
  sets.set(read, all)
  return all
}

/** `patient_id string`. */
const namedKey = (key: string): readonly [name: string, type: string] => [
  key.slice(0, key.lastIndexOf(' ')),
  key.slice(key.lastIndexOf(' ') + 1),
]

/** How many sets of keys are shown with examples. */
export const mostSets = 6
/** Of more than one part only the first is looked up by its beginning. */
const mostExamples = 60

/** What is typed so far: names with values, of which the last may be going on; or a bare value. */
export interface Beginning {
  readonly pairs: readonly (readonly [name: string, value: string])[]
  readonly bare: string
}

export const beginningOf = (typed: string, names: readonly string[]): Beginning => {
  const pairs = readKeyText(typed.trim(), names)
  if (pairs === null) return { pairs: [], bare: readBareValue(typed) }
  return { pairs, bare: '' }
}

/** Is the key one that is being typed? */
export const goesOn = (key: ReadonlyMap<string, string>, { pairs, bare }: Beginning): boolean => {
  const last = pairs.length - 1
  const isSo = ([name, value]: readonly [string, string], at: number): boolean =>
    at === last ? (key.get(name)?.startsWith(value) ?? false) : key.get(name) === value
  return pairs.every(isSo) && (bare === '' || [...key].flat().some((it) => it.startsWith(bare)))
}

/** The question for examples, as a text. */
export const examplesAsked = (read: Keyed, typed: string): string =>
  JSON.stringify(
    keySets(read)
      .slice(0, mostSets)
      .map(({ names, types, views }) => {
        const { pairs, bare } = beginningOf(typed, names)
        const [of = null, begins = isStartOfName(names, bare) ? '' : bare] = pairs[0] ?? []
        return [views[0], names, types, of, of === null || names.includes(of) ? begins : '']
      }),
  )

/** Whoever types the name of a key has not begun with its value. */
const isStartOfName = (names: readonly string[], typed: string): boolean =>
  typed !== '' && names.some((name) => name.startsWith(typed))

export const readExamples = async (
  front: Pick<Front, 'someKeys'>,
  id: string,
  signal: AbortSignal,
): Promise<KeyExamples> => {
  const asked = readJson(id)
  const ofView = new Map<string, readonly ReadonlyMap<string, string>[]>()
  for (const one of isArray(asked) ? asked : []) {
    if (!isArray(one)) continue
    const [view = '', names = [], types = [], of = null, startsWith = ''] = one
    const request = { view: String(view), startsWith: String(startsWith), most: mostExamples }
    const keys = await front.someKeys({ ...request, of: of === null ? null : String(of) }, { signal })
    const [named, typed] = [listed(names), listed(types)]
    const written = (key: ReadonlyMap<string, Value>) =>
      new Map(named.map((name, at) => [name, valueText(key.get(name) ?? null, featureType(typed[at])) ?? '']))
    ofView.set(request.view, keys.map(written))
  }
  return { ofView }
}

const listed = (it: Json): string[] => (isArray(it) ? it.map(String) : [])

const featureType = (text: string | undefined): FeatureType => featureTypes.find((it) => it === text) ?? 'string'
