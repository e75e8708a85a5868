// What do the project's TypeScript files declare? Asked of a worker thread, within a time and a memory limit.
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Declaration } from '../core/catalog.ts'
import { nounOf } from '../core/definitions.ts'
import type { Problem } from '../core/errors.ts'
import { placesInCall } from './call-places.ts'
import { faultIn } from './script.ts'
import { shownPath } from './shown-path.ts'
import { problemOfThrown } from './thrown.ts'
import { workerCode } from './worker-code.ts'
import type { DeclaredPlain, Errand, Loaded, Message } from './worker-messages.ts'
import type { Found } from './yaml.ts'

export interface LoadLimits {
  /** Milliseconds for all files together. */
  readonly timeLimit?: number
  /** Megabytes of objects. */
  readonly memoryLimit?: number
  /** Told what definition files print; it is dropped when nobody listens. */
  readonly print?: (text: string) => void
  /** Of the worker, where it is not the usual one. */
  readonly code?: string | URL
}

/** `files` are absolute real paths. What is wrong with them is among the problems; this throws for nothing. */
export const loadTypescript = async (errand: Errand, limits: LoadLimits = {}): Promise<Found> => {
  if (errand.files.length === 0) return { declarations: [], problems: [] }
  const loaded = await inWorker(errand, limits)
  const declared = loaded.declared.map((it) => declarationOf(it, loaded.texts, errand.root))
  return {
    declarations: declared.map(({ declaration }) => declaration),
    problems: [
      ...distinct([...loaded.problems, ...locatedIn(loaded, errand.root)]),
      ...declared.flatMap(({ problems }) => problems),
    ],
  }
}

const inWorker = (errand: Errand, limits: LoadLimits): Promise<Loaded> => {
  const { timeLimit = 10_000, memoryLimit = 512, print, code = workerCode() } = limits
  const { promise, resolve } = Promise.withResolvers<Loaded>()
  const worker = new Worker(code, {
    eval: typeof code === 'string',
    workerData: errand,
    stdout: true,
    stderr: true,
    execArgv: ['--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
  })
  let file = errand.files[0] ?? errand.root
  const failed = (message: string, fix: string): Loaded =>
    nothingBut({ code: 'bad_typescript', message, at: { file: shownPath(errand.root, file) }, fix })

  let printed = 0
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed++
      print?.(String(chunk))
    })
  }
  worker.on('message', (message: Message) => {
    if ('loading' in message) file = message.loading
    else resolve(message.loaded)
  })
  worker.on('error', (thrown) => {
    if (isOutOfMemory(thrown)) resolve(failed(`needed more than ${memoryLimit} MB of memory`, declareOnly))
    const texts = new Map(errand.files.map((it) => [it, '']))
    resolve(nothingBut(problemOfThrown(thrown, { root: errand.root, file, texts, offered: [], missing: new Map() })))
  })
  worker.on('exit', () => resolve(failed('ended before it was read, or awaits what never comes', declareOnly)))
  const timer = setTimeout(() => {
    resolve(failed(`did not finish within ${timeLimit / 1000} s`, declareOnly))
  }, timeLimit)
  return promise.finally(async () => {
    clearTimeout(timer)
    if (print) await quiet(() => printed)
    worker.unref()
    // Optimized code can be deaf to it (V8 drops the check from some endless loops), so it is not waited for without end.
    await Promise.race([worker.terminate(), pause(1000, undefined, { ref: false })])
  })
}

/** What is printed comes by a way of its own, piece by piece, and may arrive after the last word. */
const quiet = async (printed: () => number): Promise<void> => {
  for (let round = 0, before = -1; round < 10 && printed() !== before; round++) {
    before = printed()
    await pause(5)
  }
}

const declareOnly = 'a definition file only declares; look for a loop or an await without end'

const nothingBut = (problem: Problem): Loaded => ({
  declared: [],
  problems: [problem],
  malformed: [],
  texts: new Map(),
})

const isOutOfMemory = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'

const declarationOf = (
  { kind, name, body, site, unplain }: DeclaredPlain,
  texts: Loaded['texts'],
  root: string,
): { readonly declaration: Declaration; readonly problems: readonly Problem[] } => {
  const place = site
    ? placesInCall(site, texts.get(site.path) ?? '', shownPath(root, site.path))
    : () => ({ file: 'a definition file' })
  return {
    declaration: { kind, name, body, place },
    problems: unplain.map(({ path, message }) => ({
      code: 'bad_definition',
      message,
      at: { ...place(path), within: `${nounOf[kind]} "${name}"` },
    })),
  }
}

/** V8 does not tell where a module is malformed; the parser that finds places does. */
const locatedIn = ({ malformed, texts }: Loaded, root: string): Problem[] =>
  malformed.map(({ file, problem }) => {
    for (const path of [file, ...texts.keys()]) {
      const fault = faultIn(texts.get(path) ?? '')
      if (fault) return { ...problem, at: { file: shownPath(root, path), ...fault } }
    }
    return problem
  })

/** A helper that fails does so in every file that imports it. */
const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify([problem.at, problem.message]), problem])).values(),
]
