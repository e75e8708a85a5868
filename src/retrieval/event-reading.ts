// Which events does a question read, and which of their columns? The inputs, by the names they have in a relation.
import type { History } from '../core/history.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Asked } from './asked.ts'
import type { Bounds } from './history-rows.ts'

export interface EventReading {
  readonly history: History
  readonly bounds: Bounds
  /** Rows of later runs do not exist; null reads all. */
  readonly lastRun: number | null
  /** Every version of an event, with when it became known (`c`) and until when it was (`until`); else the one known last. */
  readonly known: boolean
  /** Each with its `event_time`, `created` and `row_id`. */
  readonly identified?: boolean
  /** Inputs, stored or late, that become `e0`, `e1`… */
  readonly inputs: readonly FeatureVersion[]
  readonly all: ReadonlyMap<number, FeatureVersion>
  /** Events of other keys are left out; null reads every key. */
  readonly keysOf: Pick<Asked, 'table' | 'keys'> | null
}

export const isLate = ({ inputs }: Pick<EventReading, 'inputs'>): boolean => inputs.some((it) => it.kind === 'late')

/** What stands in files of the inputs and of what late ones are made of. */
export const storedInputs = ({ inputs, all }: Pick<EventReading, 'inputs' | 'all'>): FeatureVersion[] => {
  const below = inputs.flatMap((it) => (it.kind === 'late' ? it.uses.map(({ id }) => all.get(id)) : [it]))
  return [...new Set(below.filter((it) => it !== undefined))]
}

/** The column of an input that is stored; a late one's is made of them. */
export const storedName = (stored: readonly FeatureVersion[], id: number): string =>
  `s${stored.findIndex((it) => it.id === id)}`

export const inputName = (reading: Pick<EventReading, 'inputs'>, id: number): string =>
  `e${reading.inputs.findIndex((it) => it.id === id)}`
