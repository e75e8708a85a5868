// How are numbers and verdicts said on a page? In words and shapes: colour only repeats them.
import type { Verdict } from '../../core/drift.ts'
import { html, type Markup } from './markup.ts'

const shapes: Readonly<Record<string, string>> = {
  ok: '●',
  passed: '●',
  constant: '–',
  insufficient: '◌',
  empty: '○',
  none: '○',
  warn: '▲',
  broken: '✕',
  fail: '■',
  failed: '■',
}

export type Word = Verdict | 'passed' | 'failed' | 'broken' | 'none'

const tones: Readonly<Record<string, string>> = {
  ok: 'ok',
  passed: 'ok',
  warn: 'warn',
  broken: 'fail',
  fail: 'fail',
  failed: 'fail',
}

export const badge = (word: Word, said: string = word): Markup =>
  html`<span class="badge ${tones[word] ?? 'quiet'}"><span aria-hidden="true">${shapes[word] ?? '○'}</span> ${said}</span>`

/** Four figures; a dash for what there is not. */
export const figure = (value: number | bigint | string | boolean | null): string => {
  if (value === null) return '–'
  if (typeof value === 'string') return shortened(value, 40)
  if (typeof value !== 'number') return typeof value === 'bigint' ? grouped(String(value)) : String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return grouped(String(value))
  const size = Math.abs(value)
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toPrecision(3)
}

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ' ')

export const share = (value: number | null): string =>
  value === null ? '–' : `${Number((value * 100).toFixed(value > 0 && value < 0.01 ? 2 : 1))} %`

/** A test's p-value: what is tiny is said to be. */
export const likelihood = (value: number | null): string =>
  value === null ? '–' : value < 1e-4 ? '< 0.0001' : String(Number(value.toPrecision(2)))

export const shortened = (text: string, most: number): string => {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

export const several = (count: number, noun: string, plural = `${noun}s`): string =>
  `${grouped(String(count))} ${count === 1 ? noun : plural}`
