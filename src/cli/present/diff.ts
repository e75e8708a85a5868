// How are two versions shown side by side? What changed stands out by signs as well as by colour.
import type { Comparison, DiffPart, DiffReport, Figures, Mark } from '../../core/diffs.ts'
import { visible } from '../../core/visible.ts'
import { counted, several } from '../quantities.ts'
import type { Paint, Tone } from '../style.ts'
import { aligned } from './columns.ts'

export const diffLines = (report: DiffReport, paint: Paint): string[] => {
  const { a, b, changed, definition, statistics, affected } = report
  const one = a.name === b.name
  const [left, right] = one ? [`${a.version}`, `${b.version}`] : [`${a.name}@${a.version}`, `${b.name}@${b.version}`]
  const head = one ? `${a.name}  ${left} → ${right}` : `${left} → ${right}`
  const concerned = [
    ...affected.features.map((it) => ({ ...it, kind: 'feature' })),
    ...affected.services.map((it) => ({ ...it, kind: 'service' })),
    ...affected.datasets.map((it) => ({ ...it, kind: 'dataset' })),
  ]
  return [
    paint('bold', visible(head)),
    changed.length === 0
      ? 'the same definition'
      : `changed: ${changed.map((it) => visible(it.replace(/^changed /, ''))).join(', ')}`,
    '',
    ...aligned([
      ['', paint('dim', 'applied'), paint('dim', 'status'), paint('dim', 'fingerprint')],
      ...[a, b].map((side, i) => [i === 0 ? left : right, side.applied, side.status, side.fingerprint.slice(0, 12)]),
    ]),
    '',
    paint('bold', 'definition'),
    ...partLines(definition, [left, right], paint),
    ...statisticsLines(statistics, [left, right], paint),
    ...(concerned.length === 0 ? [] : ['', paint('bold', 'made of them')]),
    ...aligned(
      concerned.map(({ kind, name, of, through }) => [
        `  ${kind}`,
        visible(name),
        of.map((it) => (it === 'a' ? left : right)).join(', '),
        through.length === 0 ? '' : `through ${through.map(visible).join(', ')}`,
      ]),
    ),
  ]
}

type Sides = readonly [string, string]

const partLines = (parts: readonly DiffPart[], sides: Sides, paint: Paint): string[] => {
  const width = Math.max(...sides.map((side) => side.length))
  const name = Math.max(0, ...parts.map(({ part }) => visible(part).length))
  return parts.flatMap(({ part, a, b, changed, marks }) => {
    const called = visible(part).padEnd(name)
    if (!changed) return [`  ${called}  ${visible(a ?? '')}`]
    const side = (text: string | null, at: 0 | 1, marked: readonly Mark[]): string[] => {
      const before = `    ${sides[at].padStart(width)}  `
      if (text === null) return [`${before}${paint('dim', 'none')}`]
      const { line, signs } = markedText(text, marked, paint, at === 0 ? 'red' : 'green')
      return [`${before}${line}`, ...(signs === '' ? [] : [`${' '.repeat(before.length)}${paint('dim', signs)}`])]
    }
    return [`${paint('yellow', '~')} ${visible(part)}`, ...side(a, 0, marks.a), ...side(b, 1, marks.b)]
  })
}

/** The text with its marked parts coloured, and signs to stand below them. */
const markedText = (
  text: string,
  marks: readonly Mark[],
  paint: Paint,
  tone: Tone,
): { readonly line: string; readonly signs: string } => {
  let [line, signs, at] = ['', '', 0]
  for (const [from, to] of marks) {
    const [before, marked] = [visible(text.slice(at, from)), visible(text.slice(from, to))]
    line += before + paint(tone, marked)
    signs += ' '.repeat(before.length) + '^'.repeat(marked.length)
    at = to
  }
  return { line: line + visible(text.slice(at)), signs }
}

const figures: readonly (readonly [keyof Figures, string])[] = [
  ['rows', 'rows'],
  ['nulls', 'nulls'],
  ['null_share', 'null share'],
  ['non_finite', 'not finite'],
  ['distinct', 'distinct'],
  ['mean', 'mean'],
  ['stddev', 'std dev'],
  ['min', 'min'],
  ['p5', 'p5'],
  ['p50', 'p50'],
  ['p95', 'p95'],
  ['max', 'max'],
]

const statisticsLines = (statistics: readonly Comparison[], sides: Sides, paint: Paint): string[] => {
  const [only, ...others] = statistics
  if (only === undefined) return []
  if (others.length === 0) return ['', ...tableOf(only, sides, paint)]
  return ['', paint('bold', 'values for the same rows'), ...aligned([headOf(sides, paint), ...statistics.map(rowOf)])]
}

const tableOf = (it: Comparison, [left, right]: Sides, paint: Paint): string[] => {
  const { status, note, of, a, b, delta } = it
  const title = paint(
    'bold',
    `${visible(it.feature)}: ${of === 'rows' ? 'values for the same rows' : 'answers for the same keys'}`,
  )
  const told = status === 'compared' ? note : `${status.replaceAll('_', ' ')}: ${note ?? 'their types are not alike'}`
  if (a === null || b === null) return [title, `  ${visible(told ?? '')}`]
  const isNumber = a.mean !== null || b.mean !== null
  const rows = figures
    .filter(([name]) => isNumber || ['rows', 'nulls', 'null_share', 'distinct'].includes(name))
    .filter(([name]) => name !== 'non_finite' || a.non_finite + b.non_finite > 0)
    .map(([name, called]) => [
      `  ${called}`,
      figureText(name, a[name]),
      figureText(name, b[name]),
      deltaText(name, delta?.[name] ?? null),
    ])
  return [
    title,
    ...rightAligned([['', left, right, 'delta'].map((it) => paint('dim', it)), ...rows]),
    ...(it.differing === null ? [] : [`  ${several(it.differing, 'row')} of ${counted(b.rows)} differ`]),
    ...(it.psi === null ? [] : [`  psi ${numberText(it.psi)}`]),
    ...(told === null ? [] : [`  ${visible(told)}`]),
  ]
}

const headOf = ([left, right]: Sides, paint: Paint): string[] =>
  ['  feature', 'rows', 'differ', 'psi', `mean ${left}`, `mean ${right}`, `p50 ${left}`, `p50 ${right}`, ''].map((it) =>
    paint('dim', it),
  )

const rowOf = (it: Comparison): string[] => [
  `  ${visible(it.feature)}`,
  it.b === null ? '' : counted(it.b.rows),
  it.differing === null ? '' : counted(it.differing),
  numberText(it.psi),
  ...(['mean', 'p50'] as const).flatMap((name) => [numberText(it.a?.[name] ?? null), numberText(it.b?.[name] ?? null)]),
  it.status === 'compared' ? (it.note ?? '') : `${it.status.replaceAll('_', ' ')}: ${visible(it.note ?? '')}`,
]

/** Names to the left, numbers to the right. */
const rightAligned = (rows: readonly (readonly string[])[]): string[] => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sign begins a colour
  const seen = (cell: string): number => cell.replaceAll(/\u001b\[[0-9;]*m/g, '').length
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => seen(row[at] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const room = ' '.repeat((widths[at] ?? 0) - seen(cell))
        return at === 0 ? cell + room : room + cell
      })
      .join('  '),
  )
}

const isCount = (name: keyof Figures): boolean => ['rows', 'nulls', 'non_finite', 'distinct'].includes(name)

const figureText = (name: keyof Figures, value: number | null): string => {
  if (value === null) return ''
  if (name === 'null_share') return `${(100 * value).toFixed(1)} %`
  return isCount(name) ? counted(value) : numberText(value)
}

const deltaText = (name: keyof Figures, value: number | null): string => {
  if (value === null) return ''
  const text = figureText(name, value)
  return value > 0 ? `+${text}` : value === 0 ? '0' : text
}

/** To a reader: three decimals where that says something, else four figures. */
const numberText = (value: number | null): string => {
  if (value === null) return ''
  const size = Math.abs(value)
  if (value === 0 || (Number.isInteger(value) && size < 1e9)) return String(value)
  return size >= 0.01 && size < 1e6 ? value.toFixed(3) : value.toPrecision(4)
}
