// In which order can named things be computed that are made of each other?

export interface Named {
  readonly name: string
  /** Names of things in the same set that this one reads. */
  readonly reads: readonly string[]
}

/** Items grouped so that each reads only earlier groups, or the names of a circle, in reading order. */
export type Layers<T> = { readonly layers: readonly (readonly T[])[] } | { readonly circle: readonly string[] }

export const layersOf = <T extends Named>(items: readonly T[]): Layers<T> => {
  const names = new Set(items.map((item) => item.name))
  const done = new Set<string>()
  const layers: T[][] = []
  let left = [...items]
  while (left.length > 0) {
    const ready = left.filter((item) => item.reads.every((name) => !names.has(name) || done.has(name)))
    if (ready.length === 0) return { circle: circleIn(left) }
    layers.push(ready)
    for (const item of ready) done.add(item.name)
    left = left.filter((item) => !done.has(item.name))
  }
  return { layers }
}

/** Walks along unfinished reads until a name comes back: `a → b → a`. */
const circleIn = (items: readonly Named[]): string[] => {
  const byName = new Map(items.map((item) => [item.name, item]))
  const path: string[] = []
  let name = items[0]?.name
  while (name !== undefined && !path.includes(name)) {
    path.push(name)
    name = byName.get(name)?.reads.find((read) => byName.has(read))
  }
  return name === undefined ? path : [...path.slice(path.indexOf(name)), name]
}
