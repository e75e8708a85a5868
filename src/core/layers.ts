// In which order can named things be computed that are made of each other?

import type { Problem } from './errors.ts'

export interface Named {
  readonly name: string
  /** Names of things in the same set that this one reads. */
  readonly reads: readonly string[]
}

export interface Layers<T> {
  /** Items grouped so that each reads only earlier groups; it may read what is in no group. */
  readonly layers: readonly (readonly T[])[]
  /** Names of each circle, in reading order, first and last the same; what is in one is in no group. */
  readonly circles: readonly (readonly string[])[]
}

export const madeOfEachOther = (whose: string, circle: readonly string[]): Problem => ({
  code: 'circular_feature',
  message: `${whose} made of each other: ${circle.join(' → ')}`,
  fix: 'take one of them out of the circle',
})

export const layersOf = <T extends Named>(items: readonly T[]): Layers<T> => {
  const open = new Set(items.map((item) => item.name))
  const layers: T[][] = []
  const circles: string[][] = []
  let left = [...items]
  while (left.length > 0) {
    const ready = left.filter((item) => item.reads.every((name) => !open.has(name)))
    if (ready.length > 0) layers.push(ready)
    else circles.push(circleIn(left))
    for (const name of ready.length > 0 ? ready.map((item) => item.name) : (circles.at(-1) ?? [])) open.delete(name)
    left = left.filter((item) => open.has(item.name))
  }
  return { layers, circles }
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
