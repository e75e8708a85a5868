// Where in a builder's call does a part stand? `features.age.type` → the line and column of that value or key.
import type { AnyNode, CallExpression, ObjectExpression, Property } from 'acorn'
import type { Place } from '../core/errors.ts'
import type { PlaceOf } from '../core/problems.ts'
import { parseScript } from './script.ts'
import type { Site } from './worker-messages.ts'

/** `text` is JavaScript with the places of the user's file; a part that cannot be followed has its parent's place. */
export const placesInCall = (site: Site, text: string, file: string): PlaceOf => {
  let script: AnyNode | null | undefined
  return (path, part = 'value') => {
    const whole: Place = { file, line: site.line, column: site.column }
    if (path.length === 0) return whole
    script ??= parseScript(text)
    const call = script && callAt(script, site)
    const body = call?.arguments[1]
    if (!script || !body) return whole
    const spot = follow({ key: null, value: body }, path, script)
    const shown = part === 'key' || !spot.found || isNested(spot.value) ? (spot.key ?? spot.value) : spot.value
    return shown === body || !shown.loc
      ? whole
      : { file, line: shown.loc.start.line, column: shown.loc.start.column + 1 }
  }
}

interface Spot {
  readonly key: AnyNode | null
  readonly value: AnyNode
}

const follow = (from: Spot, path: readonly PropertyKey[], script: AnyNode): Spot & { readonly found: boolean } => {
  const [step, ...rest] = path
  if (step === undefined) return { ...from, found: true }
  const next = partOf(resolved(from.value, script), step)
  return next ? follow(next, rest, script) : { ...from, found: false }
}

const partOf = (node: AnyNode, step: PropertyKey): Spot | undefined => {
  if (node.type === 'ArrayExpression' && typeof step === 'number') {
    const value = node.elements.every((it) => it !== null) ? listed(node.elements)?.[step] : undefined
    return value && { key: null, value }
  }
  // `minMax('age', { type: … })`: the part stands in an argument.
  const objects = node.type === 'CallExpression' ? node.arguments : [node]
  const property = objects.filter((it) => it.type === 'ObjectExpression').flatMap((it) => propertyOf(it, step) ?? [])[0]
  return property && { key: property.key, value: property.value }
}

const propertyOf = (object: ObjectExpression, step: PropertyKey): Property | undefined =>
  object.properties
    .filter((property) => property.type === 'Property')
    .find(({ computed, key }) => {
      const name = key.type === 'Identifier' && !computed ? key.name : key.type === 'Literal' ? key.value : undefined
      return name !== undefined && String(name) === String(step)
    })

/** The items of a list as the builder flattens them, `view.pick('a', 'b')` being two; none where that is not to be seen. */
const listed = (elements: readonly AnyNode[]): AnyNode[] | undefined => {
  const items: AnyNode[] = []
  for (const element of elements) {
    const picked = element.type === 'CallExpression' && isPick(element) ? element.arguments : undefined
    const inner = element.type === 'ArrayExpression' ? element.elements.filter((it) => it !== null) : picked
    if (inner) items.push(...inner)
    else if (element.type === 'SpreadElement' || element.type === 'CallExpression') return undefined
    else items.push(element)
  }
  return items
}

const isPick = ({ callee }: CallExpression): boolean =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'pick'

/** A name stands for what a declaration of this file gave it. */
const resolved = (node: AnyNode, script: AnyNode): AnyNode => {
  if (node.type !== 'Identifier') return node
  for (const other of nodesIn(script)) {
    if (other.type === 'VariableDeclarator' && other.id.type === 'Identifier' && other.id.name === node.name) {
      return other.init ?? node
    }
  }
  return node
}

const callAt = (script: AnyNode, { line, column }: Site): CallExpression | undefined => {
  const stands = (node: AnyNode): boolean => node.loc?.start.line === line && node.loc.start.column === column - 1
  for (const node of nodesIn(script)) {
    if (node.type !== 'CallExpression') continue
    if (stands(node.callee) || (node.callee.type === 'MemberExpression' && stands(node.callee.property))) return node
  }
  return undefined
}

function* nodesIn(node: AnyNode): Generator<AnyNode> {
  yield node
  for (const child of Object.values(node).flat()) if (isNode(child)) yield* nodesIn(child)
}

const isNode = (it: unknown): it is AnyNode =>
  typeof it === 'object' && it !== null && 'type' in it && typeof it.type === 'string' && 'start' in it

const isNested = (node: AnyNode): boolean => node.type === 'ObjectExpression' || node.type === 'ArrayExpression'
