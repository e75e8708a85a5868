// How does a template become a statement? Each {{slot}} is filled with ready-made SQL, exactly as given;
// `$name` stays, for the engine to bind. Whatever does not fit throws: it is our mistake, not the user's.
import { type TemplateName, templates } from './templates.ts'

/** Slot name → SQL. A slot holds quoted names, a list of them, or a relation in parentheses of its template. */
export type Slots = Readonly<Record<string, string>>

export const render = (name: TemplateName, slots: Slots = {}): string => fill(name, templates[name], slots)

/** Fills the holes of a text; `name` is for the error only. */
export const fill = (name: string, text: string, slots: Slots): string => {
  const unused = new Set(Object.keys(slots))
  const filled = text.replaceAll(/\{\{(.*?)\}\}/g, (_hole, slot: string) => {
    const value = Object.hasOwn(slots, slot) ? slots[slot] : undefined
    if (value === undefined) throw new Error(`template ${name}: slot {{${slot}}} is not filled`)
    unused.delete(slot)
    return value
  })
  if (unused.size > 0)
    throw new Error(`template ${name} has no slot ${[...unused].map((it) => `{{${it}}}`).join(', ')}`)
  return filled
}
