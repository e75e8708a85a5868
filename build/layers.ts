// Does the house stand? Checks all sources against the table of rooms: floors, packages, doors, cycles, file lengths.
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { cyclesIn } from './cycles.ts'
import { doors, generated, longest, type Room, rooms } from './rooms.ts'
import { type Reach, reachOf, type Use } from './source.ts'

/** Path from the root (`src/core/clock.ts`) → text. */
export type Sources = ReadonlyMap<string, string>

/** Everything wrong with the sources, as lines that begin with a place. */
export const violations = async (sources: Sources): Promise<string[]> => {
  const found = [...sources].flatMap(([path, text]) => shapeProblems(path, text))
  const code = [...sources].filter(([path]) => /^(?:src|tui)\/.*\.tsx?$/.test(path))
  const edges = new Map<string, string[]>()
  await Promise.all(
    code.map(async ([path, text]) => {
      const reach = await reachOf(text, path.endsWith('x') ? 'tsx' : 'ts')
      edges.set(path, targetsOf(path, reach))
      found.push(...roomProblems(path, reach), ...doorProblems(path, reach))
    }),
  )
  const cycles = cyclesIn(edges).map((cycle) => `${cycle[0]}:1 is in a circle of imports: ${cycle.join(', ')}`)
  return [...found, ...cycles].sort()
}

const shapeProblems = (path: string, text: string): string[] => {
  if (generated.includes(path)) return []
  const lines = text.trimEnd().split('\n')
  const opening = lines[0]?.startsWith('#!') ? lines[1] : lines[0]
  // A statement is named by its file; everything else opens with its question.
  const isOpened = path.endsWith('.sql') || /^(?:\/\/|\/\*|#|""")/.test(opening ?? '')
  return [
    ...(lines.length > longest
      ? [`${path}:${longest} has ${lines.length} lines; the longest may have ${longest}`]
      : []),
    ...(isOpened ? [] : [`${path}:1 opens without the question it answers`]),
  ]
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.')

const targetOf = (path: string, specifier: string): string => posix.join(posix.dirname(path), specifier)

const targetsOf = (path: string, { imports }: Reach): string[] =>
  imports.filter(({ name }) => isRelative(name)).map(({ name }) => targetOf(path, name))

/** `src/core/clock.ts` → `core/clock.ts`; the terminal UI has a folder of its own. */
const withinHouse = (path: string): string => path.replace(/^src\//, '')

const roomOf = (path: string): string => withinHouse(path).split('/')[0] ?? ''

const roomProblems = (path: string, { imports }: Reach): string[] => {
  const name = roomOf(path)
  const room = rooms[name]
  if (room === undefined) return [`${path}:1 is in no room of build/rooms.ts`]
  return imports.flatMap((use) => {
    const problem = isRelative(use.name)
      ? floorProblem(name, room, targetOf(path, use.name))
      : packageProblem(room, use)
    return problem === undefined ? [] : [`${path}:${use.line} ${name} ${problem}`]
  })
}

const floorProblem = (name: string, room: Room, target: string): string | undefined => {
  const other = roomOf(target)
  if (other === name || target === 'package.json') return undefined
  const isAllowed = room.imports.some((it) => it === other || it === withinHouse(target))
  if (!isAllowed) return `may not import ${target}`
  return (rooms[other]?.floor ?? 0) < room.floor ? undefined : `is not above ${target}`
}

/** `hono/cors` → `hono`, `@hono/node-server/x` → `@hono/node-server`. */
const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier

const packageProblem = (room: Room, { name }: Use): string | undefined => {
  if (isBuiltin(name) && !name.startsWith('node:')) return `must write node:${name}`
  const isFree = isBuiltin(name) && room.floor > 0
  return isFree || room.packages?.includes(packageOf(name)) ? undefined : `may not import the package ${name}`
}

const doorProblems = (path: string, { imports, globals }: Reach): string[] =>
  [
    ...imports.map((use) => ({ ...use, door: isRelative(use.name) ? '' : use.name })),
    ...globals.map((use) => ({ ...use, door: use.name })),
  ].flatMap(({ door, line }) => {
    const open = doors[door] ?? doors[packageOf(door)]
    if (open === undefined || open.some((it) => withinHouse(path).startsWith(it))) return []
    return [`${path}:${line} ${door} is used in ${open.join(', ')} only`]
  })

/** The sources of this repository. */
const readSources = (root: string): Sources => {
  const patterns = [
    '{src,tui,build,test}/**/*.{ts,tsx,mjs,sh}',
    'sql/**/*.sql',
    'sample-data/*.ts',
    'src/sdk/python/**/*.py',
  ]
  const paths = globSync(patterns, { cwd: root }).map((path) => path.replaceAll('\\', '/'))
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

if (import.meta.main) {
  const found = await violations(readSources(join(import.meta.dirname, '..')))
  for (const line of found) console.error(line)
  process.exitCode = found.length > 0 ? 1 : 0
}
