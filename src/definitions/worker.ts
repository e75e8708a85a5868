// What do these TypeScript files declare? Runs in a thread of its own, so that no definition can hang the program.
import { createRequire, registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import * as builders from '../core/define.ts'
import type { Problem } from '../core/errors.ts'
import { definitionModules } from './definition-modules.ts'
import { plainOf } from './plain.ts'
import { problemOfThrown, siteOf } from './thrown.ts'
import type { DeclaredPlain, Errand, Loaded, Message } from './worker-messages.ts'

const say = (message: Message): void => parentPort?.postMessage(message)

const plainly = ({ kind, name, body, stack }: builders.Declared, texts: Loaded['texts']): DeclaredPlain => {
  const { value, unplain } = plainOf(body)
  const nameless = typeof name === 'string' ? [] : [{ path: [], message: 'the first argument is its name, a text' }]
  return { kind, name: String(name), body: value, site: siteOf(stack, texts), unplain: [...nameless, ...unplain] }
}

const load = async ({ root, files }: Errand): Promise<Loaded> => {
  const { collected, ...offered } = builders
  const modules = definitionModules(root, offered)
  registerHooks(modules.hooks)
  // A module that is not built into the executable can import any file; one that is built in cannot.
  const { default: importFile } = createRequire(pathToFileURL(`${root}/`))('pintail:import')
  const around = { root, texts: modules.texts, missing: modules.missing, offered: Object.keys(offered) }
  const problems: Problem[] = []
  const malformed: Loaded['malformed'][number][] = []
  for (const file of files) {
    say({ loading: file })
    try {
      await importFile(pathToFileURL(file).href)
    } catch (thrown) {
      const problem = problemOfThrown(thrown, { ...around, file })
      const isPlaced = problem.at?.line !== undefined
      if (thrown instanceof SyntaxError && !isPlaced) malformed.push({ file, problem })
      else problems.push(problem)
    }
  }
  const declared = collected().map((it) => plainly(it, modules.texts))
  const declaring = new Set(declared.map(({ site }) => site?.path))
  const texts = [...modules.texts].filter(([path]) => malformed.length > 0 || declaring.has(path))
  return { declared, problems, malformed, texts: new Map(texts) }
}

load(workerData).then((loaded) => say({ loaded }))
