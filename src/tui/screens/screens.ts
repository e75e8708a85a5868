// Which screen is which?
import type { ScreenName } from '../state/state.ts'
import { diffScreen } from './diff.ts'
import { driftScreen } from './drift.ts'
import { featureScreen } from './feature.ts'
import { freshnessScreen } from './freshness.ts'
import { lookUpScreen } from './look-up.ts'
import { registryScreen } from './registry.ts'
import { runScreen } from './run.ts'
import { runsScreen } from './runs.ts'
import type { Screen } from './screen.ts'
import { servingScreen } from './serving.ts'

const screens: Readonly<Partial<Record<ScreenName, Screen>>> = {
  registry: registryScreen,
  feature: featureScreen,
  diff: diffScreen,
  drift: driftScreen,
  runs: runsScreen,
  freshness: freshnessScreen,
  serving: servingScreen,
  run: runScreen,
  lookup: lookUpScreen,
}

export const screenOf = (name: ScreenName): Screen => screens[name] ?? registryScreen

/** With a tab of their own, in the order of their keys. */
export const tabScreens: readonly ScreenName[] = (
  ['registry', 'drift', 'runs', 'freshness', 'serving', 'lookup'] as const
).filter((name) => screens[name] !== undefined)

/** What `--screen` takes. */
export const namedScreens: readonly ScreenName[] = (
  ['registry', 'feature', 'diff', 'drift', 'runs', 'run', 'freshness', 'serving', 'lookup'] as const
).filter((name) => screens[name] !== undefined)
