// What may come next? @bomb.sh/tab picks the candidates from our table of verbs.
import { RootCommand } from '@bomb.sh/tab'
import { entries } from './cli.ts'
import { printed } from './completion-script.ts'
import { globalOptions, type OptionForm, type Verb } from './verb.ts'

/** Candidates, a line each with its meaning, as that script reads them. */
export const completionsOf = async (words: readonly string[]): Promise<string> => {
  const root = new RootCommand()
  for (const option of globalOptions) addOption(root, option)
  for (const entry of entries) {
    if (!entry.hidden) addVerb(root, entry.name, entry.about, await entry.load())
  }
  return printed(() => root.parse([...words]))
}

type Node = Pick<ReturnType<RootCommand['command']>, 'option' | 'argument'>

const addVerb = (root: RootCommand, name: string, about: string, verb: Verb): void => {
  const command = root.command(name, about)
  for (const option of [...verb.options, ...globalOptions]) addOption(command, option)
  for (const { form, choices } of verb.words) {
    const handler = (offer: (value: string, about: string) => void): void => {
      for (const choice of choices ?? []) offer(choice, '')
    }
    command.argument(form.replaceAll(/[[\]<>.]/g, ''), handler, form.includes('...'))
  }
}

const addOption = (node: Node, { flags, about, choices }: OptionForm): void => {
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? ''
  const short = /^-([a-zA-Z])/.exec(flags)?.[1]
  if (!flags.includes('<')) {
    if (short === undefined) node.option(long, about)
    else node.option(long, about, short)
    return
  }
  const handler = (offer: (value: string, about: string) => void): void => {
    for (const choice of choices ?? []) offer(choice, '')
  }
  if (short === undefined) node.option(long, about, handler)
  else node.option(long, about, handler, short)
}
