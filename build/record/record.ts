// How does the terminal UI look? The built executable, driven in a real terminal on the sample clinic: docs/ui.svg is the
// session, docs/ui-*.svg its screens. `npm run pictures` makes all of them anew; with names, these only.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inTerminal, type Session } from '../../test/support/terminal.ts'
import { gridOf } from './grid.ts'
import { type Frame, film, still } from './picture.ts'
import { makePast } from './project.ts'
import { type Picture, pictures, type Scene, scenes } from './scenes.ts'
import { served } from './serving.ts'

const size = { columns: 100, rows: 30 } as const
const root = join(import.meta.dirname, '../..')
const executable = process.env.PINTAIL ?? join(root, 'dist/pintail')
const to = process.env.PICTURES ?? join(root, 'docs')
const environment = {
  TERM: 'xterm-256color',
  COLORTERM: '',
  NO_COLOR: '',
  LC_ALL: 'C.UTF-8',
  PINTAIL_CACHE: process.env.PINTAIL_CACHE ?? join(root, '.cache/unpacked'),
}

/** A screen is whole when nothing was written for so long. */
const rest = 180

const begin = (project: string, args: readonly string[]): Session =>
  inTerminal([executable, 'ui', ...args], size, { directory: project, environment })

const shot = ({ screen }: Session): Frame['grid'] => gridOf(screen.buffer, size.rows)

const play = async (session: Session, scene: Scene, frames: Frame[]): Promise<void> => {
  const { presses, says } = scene
  const show = (pressed: number, seconds: number): void => {
    const caps = presses.map(({ cap }, at) => ({ text: cap, isPressed: at < pressed }))
    frames.push({ grid: shot(session), caps, says, seconds })
  }
  // Who watches reads what is going to be pressed before it is.
  if (presses.length > 0) show(0, 0.7)
  for (const [at, { cap, keys }] of presses.entries()) {
    for (const key of keys === undefined && cap.length > 1 ? cap : [keys ?? cap]) {
      session.type(key)
      await session.rests(rest)
      show(at + 1, keys === undefined && cap.length > 1 ? 0.14 : 0.5)
    }
  }
  await session.sees(scene.sees)
  await session.rests(rest)
  frames.pop()
  show(presses.length, scene.stays)
  for (let i = 1; i < (scene.again ?? 1); i++) {
    await wait(1000)
    show(presses.length, scene.stays)
  }
}

const recorded = async (project: string): Promise<string> => {
  const session = begin(project, [])
  const frames: Frame[] = []
  try {
    for (const scene of scenes) await play(session, scene, frames)
  } finally {
    session.kill()
  }
  return film(frames, size.columns, size.rows, {
    title: 'A session of pintail ui in a terminal',
    about: `In turn: ${scenes.map(({ says }) => says).join('; ')}.`,
  })
}

const taken = async (project: string, { args, presses, sees, about, name }: Picture): Promise<string> => {
  const session = begin(project, args)
  try {
    await session.sees(/pintail clinic/)
    await session.rests(rest)
    for (const key of presses ?? '') {
      session.type(key)
      await session.rests(rest)
    }
    await session.sees(sees)
    // What a server does is told by several looks at it.
    if (name === 'serving') await wait(16_000)
    await session.rests(rest)
    return still(shot(session), size.columns, { title: `pintail ui: ${name}`, about })
  } finally {
    session.kill()
  }
}

const write = (name: string, text: string): void => {
  writeFileSync(join(to, name), text)
  console.log(`${name}  ${(text.length / 1000).toFixed(0)} kB`)
}

const wanted = process.argv.slice(2)
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name)

const folder = mkdtempSync(join(tmpdir(), 'pintail-record-'))
const project = join(folder, 'clinic')
try {
  mkdirSync(to, { recursive: true })
  const { status, stderr } = spawnSync(executable, ['init', 'clinic', '--template', 'heart', '--quiet'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  await makePast(project)
  const server = await served(executable, project, { ...process.env, ...environment })
  try {
    for (const picture of pictures)
      if (isWanted(picture.name)) write(`ui-${picture.name}.svg`, await taken(project, picture))
    if (isWanted('session')) write('ui.svg', await recorded(project))
  } finally {
    await server.stop()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
