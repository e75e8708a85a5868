// What can be typed? Help of the whole and of one command, always with examples.
import type { Command } from 'commander'
import type { Entry } from './find-verb.ts'
import { commandOf } from './parse.ts'
import type { Paint } from './style.ts'
import { globalOptions, type Verb } from './verb.ts'

export interface Look {
  readonly paint: Paint
  readonly width: number
}

export const helpOf = (entry: Entry, verb: Verb, look: Look): string => {
  const command = dressed(commandOf(`pintail ${entry.name}`, verb, sentence(entry.about)), look)
  const aliases = entry.aliases ? `\n${look.paint('bold', 'Alias:')} ${entry.aliases.join(', ')}\n` : ''
  const widest = Math.max(...verb.examples.map(({ line }) => line.length))
  const examples = verb.examples.map(({ line, about }) =>
    widest > 64
      ? `  ${look.paint('dim', `# ${about}`)}\n  ${look.paint('cyan', line)}\n`
      : `  ${look.paint('cyan', line.padEnd(widest))}  ${look.paint('dim', `# ${about}`)}\n`,
  )
  return `${command.helpInformation()}${aliases}\n${look.paint('bold', 'Examples:')}\n${examples.join('')}`
}

export const overview = (entries: readonly Entry[], { paint }: Look): string => {
  const shown = entries.filter(({ hidden }) => !hidden)
  const groups = [...new Set(shown.map(({ group }) => group))]
  const options = [
    ...globalOptions,
    { flags: '-h, --help', about: 'this text; after a command, its options and examples' },
  ]
  const width = Math.max(...options.map(({ flags }) => flags.length))
  const line = (term: string, about: string): string => `  ${paint('cyan', term.padEnd(width))}  ${about}`
  return [
    `${paint('bold', 'Usage:')} pintail <command> [options]`,
    '',
    'A feature store in one file: define, retrieve and serve features.',
    ...groups.flatMap((group) => [
      '',
      paint('bold', group),
      ...shown.filter((entry) => entry.group === group).map(({ name, about }) => line(name, about)),
    ]),
    '',
    paint('bold', 'Everywhere:'),
    ...options.map(({ flags, about }) => line(flags, about)),
    '',
    `${paint('bold', 'Start with')} ${paint('cyan', 'pintail demo')}, or ${paint('cyan', 'pintail init my-project')}`,
    '',
  ].join('\n')
}

const sentence = (about: string): string => `${about.charAt(0).toUpperCase()}${about.slice(1)}.`

const dressed = (command: Command, { paint, width }: Look): Command =>
  command.configureOutput({ getOutHelpWidth: () => width, getOutHasColors: () => true }).configureHelp({
    showGlobalOptions: false,
    styleTitle: (title) => paint('bold', title),
    styleOptionTerm: (term) => paint('cyan', term),
    styleSubcommandTerm: (term) => paint('cyan', term),
    styleArgumentTerm: (term) => paint('cyan', term),
  })
