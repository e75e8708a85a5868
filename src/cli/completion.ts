// What may come next? @bomb.sh/tab picks the candidates from our table of verbs, and names from the project.
import { RootCommand } from '@bomb.sh/tab'
import { entries } from './cli.ts'
import { printed } from './completion-script.ts'
import { globalOptions, type Naming, type OptionForm, type Verb, type WordForm } from './verb.ts'

/** The names of a kind that the project has. */
export type NamesOf = (what: Naming) => Promise<readonly string[]>

/** Candidates, a line each with its meaning, as the script of `completion` reads them. */
export const completionsOf = async (words: readonly string[], namesOf: NamesOf): Promise<string> => {
  const verbs = await Promise.all(entries.map(async (entry) => ({ ...entry, verb: await entry.load() })))
  const offers = new Map<Naming, readonly string[]>()
  const asked = new Set<Naming>()
  const pick = (): string =>
    printed(() => {
      const root = new RootCommand()
      const known = (what: Naming): readonly string[] => {
        asked.add(what)
        return offers.get(what) ?? []
      }
      for (const option of globalOptions) addOption(root, option, known)
      for (const { name, about, verb, hidden } of verbs) if (!hidden) addVerb(root.command(name, about), verb, known)
      root.parse([...words])
    })
  const plain = pick()
  if (asked.size === 0) return plain
  for (const what of asked) offers.set(what, await namesOf(what))
  return asked.has('file') ? pick().replace(noFiles, ':0\n') : pick()
}

/** The last line tells the shell whether it may offer files when nothing else is offered. */
const noFiles = /:4\n$/

type Known = (what: Naming) => readonly string[]
type Offer = (value: string, about: string) => void
type Node = Pick<ReturnType<RootCommand['command']>, 'option' | 'argument'>

const addVerb = (command: Node, verb: Verb, known: Known): void => {
  for (const option of [...verb.options, ...globalOptions]) addOption(command, option, known)
  for (const word of verb.words) {
    command.argument(word.form.replaceAll(/[[\]<>.]/g, ''), offering(word, known), word.form.includes('...'))
  }
}

const offering =
  ({ choices = [], names }: OptionForm | WordForm, known: Known) =>
  (offer: Offer): void => {
    for (const choice of choices) offer(choice, '')
    if (names !== undefined) for (const name of known(names)) offer(name, '')
  }

const addOption = (node: Node, option: OptionForm, known: Known): void => {
  const { flags, about } = option
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? ''
  const short = /^-([a-zA-Z])/.exec(flags)?.[1]
  if (flags.includes('<')) node.option(long, about, offering(option, known), short)
  else if (short === undefined) node.option(long, about)
  else node.option(long, about, short)
}
