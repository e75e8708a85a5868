// Which types have the columns of a spine that came as JSON? Told from the values: whole numbers are int64, numbers
// with a point float64, and the timestamp column holds instants.
import { readInstant } from '../core/instants.ts'
import type { Column, FeatureType, Value } from '../core/values.ts'
import { JsonFloat } from './json.ts'
import { wrongShape } from './problems.ts'

export interface SpineColumn extends Column {
  readonly values: readonly Value[]
}

export const spineColumns = (entities: ReadonlyMap<string, readonly unknown[]>, timestamp: string): SpineColumn[] =>
  [...entities].map(([name, values]) => (name === timestamp ? instants(name, values) : typed(name, values)))

const instants = (name: string, values: readonly unknown[]): SpineColumn => ({
  name,
  type: 'timestamp',
  values: values.map((it, i) => {
    if (it === null) return null
    const at = typeof it === 'string' ? readInstant(it) : null
    if (at === null) throw wrongShape(`${name} is no instant: ${shown(it)}, value ${i + 1} of the list`, instantFix)
    return at
  }),
})

const instantFix = 'write instants as "2026-03-01T12:00:00Z"'

const kinds: readonly (readonly [FeatureType, (it: unknown) => boolean, (it: unknown) => Value])[] = [
  ['bool', (it) => typeof it === 'boolean', (it) => it === true],
  ['int64', isWhole, wholeOf],
  ['float64', (it) => it instanceof JsonFloat || isWhole(it), floatOf],
  ['string', (it) => typeof it === 'string', (it) => String(it)],
]

function isWhole(it: unknown): boolean {
  return typeof it === 'number' || typeof it === 'bigint'
}

function wholeOf(it: unknown): Value {
  return typeof it === 'number' ? BigInt(it) : typeof it === 'bigint' ? it : null
}

function floatOf(it: unknown): Value {
  return it instanceof JsonFloat ? it.value : Number(it)
}

const typed = (name: string, values: readonly unknown[]): SpineColumn => {
  const given = values.filter((it) => it !== null)
  if (given.length === 0) return { name, type: 'string', values: values.map(() => null) }
  const kind = kinds.find(([, fits]) => given.every(fits))
  if (!kind) throw mixed(name, values, given)
  const [type, , read] = kind
  return { name, type, values: values.map((it) => (it === null ? null : read(it))) }
}

const mixed = (name: string, values: readonly unknown[], given: readonly unknown[]) => {
  const [first] = given
  const other = given.find((it) => kindOf(it) !== kindOf(first)) ?? first
  const where = values.indexOf(other) + 1
  return wrongShape(
    `${name} mixes types: ${shown(first)} and ${shown(other)}, value ${where} of the list`,
    'give a column values of one type: texts, numbers, or true and false',
  )
}

const kindOf = (it: unknown): string =>
  it instanceof JsonFloat ? 'number' : typeof it === 'bigint' ? 'number' : typeof it

const shown = (it: unknown): string =>
  it instanceof JsonFloat ? String(it.value) : typeof it === 'bigint' ? String(it) : JSON.stringify(it).slice(0, 60)
