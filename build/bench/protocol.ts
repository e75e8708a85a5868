// How are competitors measured against each other? In turn, A B A B, after a warm-up whose outputs must agree.
import { type Measurement, measure } from './measure.ts'
import type { Row, Section } from './report.ts'
import { median, medianRatio, rounded } from './statistics.ts'

export interface Competitor {
  readonly name: string
  /** Why it cannot run here. */
  readonly missing?: string | undefined
  readonly command: readonly string[]
  /** Brings back the state from before a run; not timed. */
  readonly prepare?: () => Promise<void>
  /** What the run produced, as a text that is equal when the rows are. */
  readonly fingerprint?: () => Promise<string>
}

export interface Standing {
  readonly name: string
  readonly runs: readonly Measurement[]
}

export interface Outcome {
  readonly standings: readonly Standing[]
  readonly missing: readonly string[]
}

/** Seconds that count for a run: the whole process, or the work alone where a peer tells it: no one pays for importing pandas. */
export const secondsOf = (run: Measurement): number => run.work ?? run.wall

export const contest = async (competitors: readonly Competitor[], runs: number): Promise<Outcome> => {
  const present = competitors.filter((each) => each.missing === undefined)
  const missing = competitors.flatMap((each) => (each.missing === undefined ? [] : [`${each.name}: ${each.missing}`]))
  const prints = new Map<string, string>()
  for (const competitor of present) {
    await once(competitor)
    if (competitor.fingerprint) prints.set(competitor.name, await competitor.fingerprint())
  }
  if (new Set(prints.values()).size > 1)
    throw new Error(
      `the outputs differ, so no time is printed:\n${[...prints].map((pair) => pair.join('  ')).join('\n')}`,
    )
  const measured = new Map<string, Measurement[]>(present.map(({ name }) => [name, []]))
  for (let round = 0; round < runs; round++)
    for (const competitor of present) measured.get(competitor.name)?.push(await once(competitor))
  return { standings: [...measured].map(([name, all]) => ({ name, runs: all })), missing }
}

const once = async (competitor: Competitor): Promise<Measurement> => {
  process.stderr.write(`${competitor.name} … `)
  await competitor.prepare?.()
  const run = await measure(competitor.command)
  process.stderr.write(`${secondsOf(run).toFixed(2)} s\n`)
  return run
}

/** One line a competitor: medians, and how many times the first one's seconds, run by run. */
export const sectionOf = (title: string, { standings, missing }: Outcome, notes: readonly string[] = []): Section => {
  const first = standings[0]
  const base = first?.runs.map(secondsOf) ?? []
  const rows = standings.map(({ name, runs }): Row => {
    const seconds = runs.map(secondsOf)
    return {
      competitor: name,
      seconds: rounded(median(seconds)),
      spread: `${rounded(Math.min(...seconds))}–${rounded(Math.max(...seconds))}`,
      process: rounded(median(runs.map((run) => run.wall))),
      cpu: rounded(median(runs.map((run) => run.cpu ?? Number.NaN))),
      'peak MB': Math.round(median(runs.map((run) => run.peak ?? Number.NaN)) / 1e6),
      [`× ${first?.name ?? ''}`]: rounded(medianRatio(seconds, base)),
    }
  })
  return { title, rows, notes, missing, runs: standings }
}
