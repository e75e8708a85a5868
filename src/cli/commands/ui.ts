// The terminal UI; or, without a terminal, one of its frames as text.
import { basename } from 'node:path'
import { exitStatus, PintailError } from '../../core/errors.ts'
import type { Pintail } from '../../pintail.ts'
import type { Context } from '../context.ts'
import type { Given } from '../given.ts'
import { endingInOrder, stopUntilResumed } from '../signals.ts'
import { isTerminal } from '../streams.ts'
import type { Verb } from '../verb.ts'

export const ui: Verb = {
  words: [],
  options: [
    {
      flags: '--screen <name>',
      about: 'where to begin: registry, feature, diff, drift, runs, run, freshness, serving, lookup',
    },
    {
      flags: '--select <ref>',
      about: 'what the screen is of: a feature, a run, a key; for diff also two versions',
      list: 'repeated',
    },
    { flags: '--once', about: 'print one frame as text and end; needs no terminal' },
    { flags: '--size <size>', about: 'of that frame, 100x30 unless said' },
    { flags: '--press <keys>', about: 'keys pressed before that frame is taken, with spaces between: "j j ?"' },
    { flags: '--at <instant>', about: 'look up: what history said then' },
    { flags: '--ascii', about: 'no blocks, no braille, no letters beyond ASCII' },
    { flags: '--readonly', about: 'no actions: nothing is written' },
  ],
  examples: [
    { line: 'pintail ui', about: '? shows the keys of each screen' },
    { line: 'pintail ui --screen lookup --select patient_id=p042', about: 'what production sees for a key' },
    { line: 'pintail ui --once --screen registry --size 80x24', about: 'one frame, for a script or a page' },
    {
      line: 'pintail ui --once --screen diff --select cardiac:vessel_score --select 1 --select 2',
      about: 'two versions side by side',
    },
  ],
  run: async (given, context) => {
    const { io } = context
    if (given.flag('once')) return once(given, context)
    if (!isTerminal(io.stdin) || !isTerminal(io.stdout))
      throw new PintailError({
        code: 'no_terminal',
        message: 'pintail ui needs a terminal for its input and output',
        fix: 'pintail ui --once --screen registry   prints one frame as text',
      })
    const { showUi } = await import('../../tui/app.ts')
    const { stdin, stdout, stderr } = io
    const isEnded = await context.withProject(
      (pintail) =>
        endingInOrder(context.signal, async (signal) => {
          const terminal = { stdin, stdout, stderr, signal, suspend: stopUntilResumed }
          await showUi(pintail, terminal, wishes(given, context, pintail))
          return signal.aborted
        }),
      howOpened(given),
    )
    return isEnded ? exitStatus.interrupted : undefined
  },
}

/** Who only reads leaves nothing behind. */
const howOpened = (given: Given) => ({ remembers: !given.flag('readonly') })

const once = async (given: Given, context: Context): Promise<undefined> => {
  const { frameText } = await import('../../tui/app.ts')
  const { environment } = context.io
  const coloured = isTerminal(context.io.stdout) || (environment.FORCE_COLOR ?? '0') !== '0'
  const text = await context.withProject(
    (pintail) =>
      frameText(pintail, {
        ...wishes(given, context, pintail),
        size: sizeOf(given.text('size') ?? '100x30'),
        press: (given.text('press') ?? '').split(' ').filter((it) => it !== ''),
        coloured,
      }),
    howOpened(given),
  )
  await context.print(text)
}

const wishes = (given: Given, { io, wishes: { color } }: Context, { project, isFixed }: Pintail) => ({
  project: basename(project.root),
  directory: io.directory,
  wishes: { environment: io.environment, color, ascii: given.flag('ascii') },
  screen: given.text('screen') ?? null,
  select: given.list('select'),
  at: given.text('at') ?? null,
  readonly: given.flag('readonly')
    ? 'pintail ui was started with --readonly'
    : isFixed
      ? 'nothing can be written into this project (its folder is read-only)'
      : null,
})

const sizeOf = (text: string): { readonly columns: number; readonly rows: number } => {
  const [, columns = '', rows = ''] = /^(\d{1,4})x(\d{1,4})$/.exec(text) ?? []
  const size = { columns: Number(columns), rows: Number(rows) }
  if (size.columns > 0 && size.rows > 0 && size.columns <= 1000 && size.rows <= 1000) return size
  throw new PintailError({
    code: 'bad_argument',
    message: `--size is columns and rows: "${text}"`,
    fix: 'write it as 100x30',
  })
}
