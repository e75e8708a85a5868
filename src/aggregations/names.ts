// What may we call a column of our own among columns that have any name?
import { quoteName } from '../sql/quote.ts'

/** Gives quoted names that differ, without regard to case, from those taken and from each other. */
export const freshNames = (taken: Iterable<string>): ((name: string) => string) => {
  const known = new Set([...taken].map((name) => name.toLowerCase()))
  return (name) => {
    let free = `_${name}`
    while (known.has(free)) free = `_${free}`
    known.add(free)
    return quoteName(free)
  }
}
