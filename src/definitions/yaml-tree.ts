// What does a YAML text say, and where? Plain values beside a tree of places, aliases and merges followed.
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'

/** Where a value stands, and its parts below it; offsets into the text. */
export interface Spot {
  readonly key: number | null
  readonly value: number | null
  readonly parts: ReadonlyMap<PropertyKey, Spot>
}

export interface Complaint {
  readonly message: string
  readonly offset: number
}

export interface Tree {
  readonly value: unknown
  readonly spot: Spot
  readonly complaints: readonly Complaint[]
}

/** Parts that aliases may repeat; more is an attack or a mistake. */
const mostRepeated = 100_000

/** Integers that a double cannot hold become bigint; keys are the text as written, so that `null:` stays a word. */
export const treeOf = (document: Document): Tree => {
  const walk = new Walk(document)
  const { value, spot } = walk.read(document.contents, null)
  return { value, spot, complaints: walk.complaints }
}

interface Part {
  readonly value: unknown
  readonly spot: Spot
}

class Walk {
  readonly complaints: Complaint[] = []
  readonly #document: Document
  readonly #following = new Set<Node>()
  #repeated = 0

  constructor(document: Document) {
    this.#document = document
  }

  read(node: unknown, key: number | null): Part {
    if (this.#following.size > 0) this.#repeated++
    if (this.#repeated > mostRepeated) return empty(key)
    if (isAlias(node)) return this.#follow(node, key)
    if (isMap(node)) return this.#readMap(node, key)
    if (isSeq(node)) {
      const parts = node.items.map((item) => this.read(item, null))
      const spots = new Map<PropertyKey, Spot>(parts.map((part, i) => [i, part.spot]))
      return { value: parts.map((part) => part.value), spot: { key, value: shownAt(node, key), parts: spots } }
    }
    if (!isScalar(node)) return empty(key)
    return { value: plain(node.value, node.source), spot: { key, value: shownAt(node, key), parts: new Map() } }
  }

  #follow(alias: Alias, key: number | null): Part {
    const target = alias.resolve(this.#document)
    const offset = alias.range?.[0] ?? 0
    if (!target)
      return this.#complain(`the alias *${alias.source} has no anchor &${alias.source} before it`, offset, key)
    if (this.#following.has(target)) return this.#complain(`the alias *${alias.source} contains itself`, offset, key)
    this.#following.add(target)
    const part = this.read(target, key)
    this.#following.delete(target)
    if (this.#repeated <= mostRepeated) return part
    if (this.#following.size > 0) return empty(key)
    return this.#complain(`the alias *${alias.source} repeats too much: over ${mostRepeated} parts`, offset, key)
  }

  #readMap(map: YAMLMap, key: number | null): Part {
    const parts = new Map<string, Part>()
    const merged: Part[] = []
    for (const pair of map.items) {
      const offset = offsetOf(pair.key) ?? map.range?.[0] ?? 0
      const name = this.#nameOf(pair, offset)
      if (name === null) continue
      const part = this.read(pair.value, offset)
      // An object cannot hold it as a key, and would lose it.
      if (name === '__proto__') this.#complain('__proto__ is no key', offset, null)
      else if (name === '<<') merged.push(...this.#merged(part, offset))
      else if (parts.has(name)) this.#complain(`the key "${name}" stands here twice`, offset, null)
      else parts.set(name, part)
    }
    for (const part of merged) this.#merge(part, parts)
    return partOf(parts, { key, value: shownAt(map, key) })
  }

  #nameOf(pair: Pair, offset: number): string | null {
    const key = isAlias(pair.key) ? pair.key.resolve(this.#document) : pair.key
    if (isScalar(key)) return key.source ?? String(key.value)
    this.#complain('a key is a word, not a list or a map', offset, null)
    return null
  }

  /** What `<<` brings in: one map or a list of them, the first of which wins. */
  #merged(part: Part, offset: number): Part[] {
    const sources = Array.isArray(part.value)
      ? part.value.map((value, i): Part => ({ value, spot: part.spot.parts.get(i) ?? part.spot }))
      : [part]
    if (sources.every(({ value }) => isPlainMap(value))) return sources
    this.#complain('<< takes a map, an alias of one, or a list of them', offset, null)
    return []
  }

  #merge(source: Part, into: Map<string, Part>): void {
    if (!isPlainMap(source.value)) return
    for (const [name, value] of Object.entries(source.value)) {
      if (!into.has(name)) into.set(name, { value, spot: source.spot.parts.get(name) ?? source.spot })
    }
  }

  #complain(message: string, offset: number, key: number | null): Part {
    this.complaints.push({ message, offset })
    return empty(key)
  }
}

const empty = (key: number | null): Part => ({ value: null, spot: { key, value: null, parts: new Map() } })

const partOf = (parts: ReadonlyMap<string, Part>, at: Omit<Spot, 'parts'>): Part => ({
  value: Object.fromEntries([...parts].map(([name, part]) => [name, part.value])),
  spot: { ...at, parts: new Map([...parts].map(([name, part]) => [name, part.spot])) },
})

const isPlainMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const plain = (value: unknown, source: string | undefined): unknown => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return typeof value === 'object' && value !== null ? source : value
}

const offsetOf = (node: unknown): number | undefined =>
  isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined

/** A block below its key and an empty value are best shown at the key. */
const shownAt = (node: Node, key: number | null): number | null => {
  const block = (isMap(node) || isSeq(node)) && !node.flow
  const nothing = isScalar(node) && node.value === null && node.source === ''
  return key !== null && (block || nothing) ? key : (node.range?.[0] ?? null)
}
