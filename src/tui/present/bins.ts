// Which bars show how values lie? Bins of a comparison, now and before, with labels that people read.

import type { FeatureType } from '../../core/values.ts'
import type { Bar } from './chart.ts'
import { figure, instant } from './words.ts'

export interface Bin {
  readonly label: string
  readonly baseline: number
  readonly current: number
}

/** Bins that neither side has anything in are left out where they stand for no range. */
export const barsOfBins = (bins: readonly Bin[], type: FeatureType): Bar[] => {
  const total = (side: 'baseline' | 'current'): number => bins.reduce((sum, bin) => sum + bin[side], 0)
  const [before, now] = [total('baseline'), total('current')]
  return bins
    .filter((bin) => bin.label !== other || bin.baseline + bin.current > 0)
    .map((bin) => ({
      label: binLabel(bin.label, type),
      share: now === 0 ? 0 : bin.current / now,
      before: before === 0 ? 0 : bin.baseline / before,
    }))
}

const other = '__other__'

/** `0.3125 … 0.4042` in the words of a histogram; edges have all digits of their number, four tell where one is. */
export const binLabel = (label: string, type: FeatureType): string => {
  if (label === other) return 'others'
  if (type === 'string' || type === 'bool') return label
  const said = (text: string): string => (type === 'timestamp' ? moment(Number(text)) : short(text))
  const [, sign, edge = ''] = /^(<|>=) (-?\d\S*)$/.exec(label) ?? []
  if (sign !== undefined) return `${sign === '<' ? 'under' : 'from'} ${said(edge)}`
  const [, lower, upper] = /^(-?\d\S*) … (-?\d\S*)$/.exec(label) ?? []
  if (lower !== undefined && upper !== undefined) return `${said(lower)} to ${said(upper)}`
  return /^-?\d[\d.e+-]*$/.test(label) ? said(label) : label
}

const short = (text: string): string => (/\.\d{4,}/.test(text) ? figure(Number(text)) : text)

/** Of instants, seconds are compared. */
const moment = (seconds: number): string => instant(BigInt(Math.round(seconds)) * 1_000_000n).replace(' 00:00:00', '')

/** Of `numbers` values, edges of bins; of others, the values themselves: a bar each, in order. */
export const rangeLabel = (edges: readonly number[], at: number): string => {
  const [lower, upper] = [edges[at - 1], edges[at]]
  if (lower === undefined) return upper === undefined ? 'all' : `under ${figure(upper)}`
  return upper === undefined ? `from ${figure(lower)}` : `${figure(lower)} to ${figure(upper)}`
}

export const valueLabel = (edges: readonly number[], at: number): string => {
  const edge = edges[at]
  return edge === undefined ? 'others' : figure(edge)
}
