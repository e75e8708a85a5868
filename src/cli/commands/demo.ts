// The main job from end to end: every step is the command it shows, run as a user would run it.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { elapsed } from '../../core/clock.ts'
import type { Context } from '../context.ts'
import { lasting } from '../quantities.ts'
import { shellWord } from '../shell-word.ts'
import type { Io, Sink } from '../streams.ts'
import { plain } from '../style.ts'
import { inTemporaryFolder } from '../temporary.ts'
import type { Verb } from '../verb.ts'

const training = 'training.csv'

type Sample = 'heart' | 'events'

interface Step {
  readonly about: string
  readonly args: readonly string[]
}

/** What differs from sample to sample. */
const samples: Readonly<
  Record<Sample, { service: string; materialize: readonly string[]; online: readonly string[] }>
> = {
  heart: {
    service: 'heart_risk',
    materialize: [],
    online: ['--entity', 'patient_id=p042', '--service', 'heart_risk'],
  },
  events: {
    service: 'purchase_model',
    // The shop's last day: by now all windows are empty.
    materialize: ['--until', '2026-04-30T00:00:00Z'],
    online: [
      ...['--entity', 'device_id=d0042', '--features'],
      'behaviour:clicks_7d,behaviour:p90_cls,behaviour:clicked_text:Cart,behaviour:prop_device:mobile,behaviour:days_since_purchase',
    ],
  },
}

const stepsOf = (template: Sample): readonly Step[] => {
  const { service, materialize, online } = samples[template]
  return [
    { about: 'a project: definitions and sample data', args: ['init', '--template', template] },
    { about: 'record the definitions', args: ['apply'] },
    { about: 'read the data, compute the features', args: ['ingest'] },
    {
      about: 'a training set: the features as they were when each label was made',
      args: ['historical', '--spine', 'data/labels.csv', '--service', service, '-o', training],
    },
    { about: 'the newest answers into the online store', args: ['materialize', ...materialize] },
    { about: 'what a model in production reads', args: ['online', ...online] },
  ]
}

export const demo: Verb = {
  words: [],
  options: [
    { flags: '--template <name>', about: 'the sample project', choices: ['heart', 'events'] },
    {
      flags: '--keep <dir>',
      about: 'make the project here and leave it; otherwise it goes when the demo ends',
      names: 'file',
    },
  ],
  examples: [
    { line: 'pintail demo', about: 'a few seconds, and nothing is left behind' },
    { line: 'pintail demo --template events', about: 'the same from raw events' },
    { line: 'pintail demo --keep heart', about: 'and go on with the project' },
  ],
  run: async (given, context) => {
    const steps = stepsOf(given.text('template') === 'events' ? 'events' : 'heart')
    const keep = given.text('keep')
    if (keep === undefined) return inTemporaryFolder((folder) => play(steps, folder, context, null))
    return play(steps, resolve(context.io.directory, keep), context, keep)
  },
}

const play = async (steps: readonly Step[], folder: string, context: Context, kept: string | null): Promise<number> => {
  const { paint } = context
  const began = elapsed()
  for (const { about, args } of steps) {
    const start = elapsed()
    await context.print(
      `${paint('dim', `# ${about}`)}\n${paint('bold', `$ pintail ${args.map(shellWord).join(' ')}`)}\n`,
    )
    const status = await step(args, folder, context)
    if (status !== 0) return status
    if (args.includes(training)) await showHead(join(folder, training), context)
    await context.print(`${paint('dim', lasting(elapsed() - start))}\n\n`)
  }
  const total = paint('green', `done in ${lasting(elapsed() - began)}`)
  const next =
    kept === null ? 'nothing is left behind   pintail init my-project' : `go on with it   cd ${shellWord(kept)}`
  await context.print(`${total}; ${next}\n`)
  return 0
}

const step = async (args: readonly string[], folder: string, context: Context): Promise<number> => {
  const { io, paint, wishes } = context
  const place = args[0] === 'init' ? [] : ['--project', folder]
  const inside: Io = {
    ...io,
    directory: folder,
    stdout: shown(io.stdout, folder, true),
    stderr: shown(io.stderr, folder, false),
  }
  const extra = [...(paint === plain ? ['--no-color'] : []), ...(wishes.debug ? ['--debug'] : [])]
  return context.again([...args, ...place, ...extra], inside)
}

/** Shows a command's output as it would stand on a terminal in the project's folder. */
const shown = (sink: Sink, folder: string, isTTY: boolean): Sink => {
  const through = new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      sink.write(String(chunk).replaceAll(`${folder}/`, '').replaceAll(folder, '.'), done)
    },
  })
  return Object.assign(through, { isTTY, columns: sink.columns ?? 100 })
}

const showHead = async (file: string, context: Context): Promise<void> => {
  const { drawTable } = await import('../table.ts')
  const [names = [], ...rows] = (await readFile(file, 'utf8')).split('\n', 5).map((line) => line.split(','))
  const columns = names.map((name) => ({ name, type: null }))
  const cells = rows.map((row) => row.map((cell) => (cell === '' ? null : cell)))
  const { text, hidden } = drawTable({ columns, rows: cells }, context.paint, context.io.stdout.columns ?? 100)
  await context.print(text)
  if (hidden.length > 0) await context.print(`${context.paint('dim', `… and ${hidden.join(', ')}`)}\n`)
}
