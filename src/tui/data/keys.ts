// Which keys could be typed? The sets of join keys that views have, and for each a few keys that exist.
import { isArray, type Json, readJson } from '../../core/json.ts'
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
  /** By the first view of a set: `patient_id=p042`. */
  readonly ofView: ReadonlyMap<string, readonly string[]>
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
const mostExamples = 6

/** Of what is typed, the name and the beginning of a value: `patient_id=p0`, or a bare value. */
export const beginningOf = (typed: string): { readonly name: string | null; readonly value: string } => {
  const text = typed.trim()
  const equals = text.indexOf('=')
  if (equals < 0) return { name: null, value: text }
  return { name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() }
}

/** The question for examples, as a text. */
export const examplesAsked = (read: Keyed, typed: string): string => {
  const { name, value } = beginningOf(typed)
  const isOne = !value.includes(',')
  return JSON.stringify(
    keySets(read)
      .slice(0, mostSets)
      .map(({ names, types, views }) => [
        views[0],
        names,
        types,
        isOne && (name === null || name === names[0]) && !isStartOfName(names, text(name, value)) ? value : '',
      ]),
  )
}

const text = (name: string | null, value: string): string => (name === null ? value : `${name}=`)

/** Whoever types the name of a key has not begun with its value. */
const isStartOfName = (names: readonly string[], typed: string): boolean =>
  typed !== '' && names.some((name) => name.startsWith(typed))

export const readExamples = async (
  front: Pick<Front, 'someKeys'>,
  id: string,
  signal: AbortSignal,
): Promise<KeyExamples> => {
  const asked = readJson(id)
  const ofView = new Map<string, readonly string[]>()
  for (const one of isArray(asked) ? asked : []) {
    if (!isArray(one)) continue
    const [view = '', names = [], types = [], startsWith = ''] = one
    const request = { view: String(view), startsWith: String(startsWith), most: mostExamples }
    const keys = await front.someKeys(request, { signal })
    const [named, typed] = [listed(names), listed(types)]
    const keyText = (value: Value, at: number): string => valueText(value, featureType(typed[at])) ?? ''
    ofView.set(
      request.view,
      keys.map((key) => named.map((name, at) => `${name}=${keyText(key[at] ?? null, at)}`).join(',')),
    )
  }
  return { ofView }
}

const listed = (it: Json): string[] => (isArray(it) ? it.map(String) : [])

const featureType = (text: string | undefined): FeatureType => featureTypes.find((it) => it === text) ?? 'string'
