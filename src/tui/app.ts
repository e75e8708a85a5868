// The terminal UI's door: on a terminal the whole of it, without one a single frame. Ink is loaded by the first alone.
import { type Clock, type Micros, systemClock } from '../core/clock.ts'
import { readDuration } from '../core/durations.ts'
import { PintailError } from '../core/errors.ts'
import { readInstant } from '../core/instants.ts'
import type { Front } from './data/front.ts'
import { runLive } from './live.ts'
import { once } from './once.ts'
import { themeFor, type Wishes } from './present/theme.ts'
import { keyNames } from './pressed.ts'
import { namedScreens, tabScreens } from './screens/screens.ts'
import type { Event } from './state/reduce.ts'
import { type Place, placeOf } from './state/state.ts'
import type { Terminal } from './terminal.ts'

export { namedScreens } from './screens/screens.ts'

export interface UiOptions {
  readonly project: string
  /** Where exports are written. */
  readonly directory: string
  readonly wishes: Omit<Wishes, 'terminal'>
  readonly screen: string | null
  readonly select: readonly string[]
  /** Look up: the instant to go back to. */
  readonly at: string | null
  /** Why actions are off; null when they are not. */
  readonly readonly: string | null
  readonly clock?: Clock
}

export interface FrameOptions extends UiOptions {
  readonly size: { readonly columns: number; readonly rows: number }
  /** Keys that are pressed first. */
  readonly press: readonly string[]
  /** With colours, though no terminal is there. */
  readonly coloured: boolean
}

export const showUi = async (front: Front, terminal: Terminal, options: UiOptions): Promise<void> => {
  const { columns = 80, rows = 24 } = terminal.stdout
  const clock = options.clock ?? systemClock
  const now = clock.now()
  await runLive(front, terminal, {
    clock,
    directory: options.directory,
    theme: themeFor({ ...options.wishes, terminal: true }),
    beginning: {
      project: options.project,
      now,
      at: instantGiven(options, now),
      size: { columns, rows },
      tabs: tabScreens,
      place: placeFrom(options.screen, options.select),
      readonly: options.readonly,
    },
  })
}

/** One frame as text. */
export const frameText = async (front: Front, options: FrameOptions): Promise<string> => {
  const clock = options.clock ?? systemClock
  const events = options.press.map((key): Event => ({ does: 'key', key: keyGiven(key) }))
  return once(front, {
    project: options.project,
    size: options.size,
    tabs: tabScreens,
    place: placeFrom(options.screen, options.select),
    readonly: options.readonly,
    theme: themeFor({ ...options.wishes, terminal: options.coloured }),
    clock,
    at: instantGiven(options, clock.now()),
    events,
  })
}

const instantGiven = ({ at: text, screen }: UiOptions, now: Micros): Micros | null => {
  if (text === null) return null
  if (screen !== 'lookup')
    throw new PintailError({
      code: 'bad_argument',
      message: '--at is for look up only',
      fix: `pintail ui --screen lookup --at ${text}`,
    })
  const length = readDuration(text)
  const at = length === null ? readInstant(text) : now - length
  if (at !== null) return at
  throw new PintailError({
    code: 'bad_instant',
    message: `--at is not an instant: "${text}"`,
    fix: 'write it as 2026-03-01T12:00:00Z, or 7d for a week ago',
  })
}

const keyGiven = (key: string): string => {
  if ([...key].length === 1 || keyNames.includes(key) || /^ctrl-[a-z]$/.test(key)) return key
  throw new PintailError({
    code: 'bad_argument',
    message: `--press: there is no key "${key}"`,
    fix: `letters and signs with spaces between, or ${keyNames.join(', ')}, ctrl-d`,
  })
}

/** `--screen diff --select cardiac:age --select 1 --select 2`. */
const placeFrom = (named: string | null, [first = '', ...others]: readonly string[]): Place => {
  const screen = namedScreens.find((name) => name === (named ?? 'registry'))
  if (screen === undefined)
    throw new PintailError({
      code: 'bad_argument',
      message: `there is no screen "${named}"`,
      fix: `one of ${namedScreens.join(', ')}`,
    })
  const needs = {
    feature: 'a view or feature',
    diff: 'a feature, and perhaps two versions',
    run: "a run's number",
  } as const
  if (screen in needs && first === '')
    throw new PintailError({
      code: 'missing_argument',
      message: `--screen ${screen} shows one thing`,
      fix: `name it with --select: ${needs[screen as keyof typeof needs]}`,
    })
  if (screen === 'run' && !/^\d{1,15}$/.test(first))
    throw new PintailError({
      code: 'bad_argument',
      message: `--select: "${first}" is no number of a run`,
      fix: 'pintail runs   tells their numbers',
    })
  const odd = others.find((text) => !/^[1-9]\d{0,14}$/.test(text))
  if (screen === 'diff' && (odd !== undefined || others.length === 1 || others.length > 2))
    throw new PintailError({
      code: 'bad_argument',
      message:
        odd !== undefined
          ? `--select: "${odd}" is no version`
          : `--select: ${others.length === 1 ? 'one version is nothing to compare' : 'a diff is of two versions'}`,
      fix: `two numbers after the feature: --select ${first} --select 1 --select 2`,
    })
  if (screen === 'lookup') return placeOf(screen, [first, ...others].join(','))
  if (screen !== 'diff' && others.length > 0)
    throw new PintailError({
      code: 'bad_argument',
      message: `--select: --screen ${screen} is of one thing, and "${others[0]}" is another`,
      fix: `--screen ${screen} --select ${first}`,
    })
  const [a, b] = others.map(Number)
  return placeOf(screen, first, a !== undefined && b !== undefined ? [a, b] : null)
}
