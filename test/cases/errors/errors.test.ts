// Every error that can be met on the command line: what is said, with which status, and that what mends it can be typed.
import { deepEqual, equal } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { entries } from '../../../src/cli/cli.ts'
import { findVerb } from '../../../src/cli/find-verb.ts'
import { parse } from '../../../src/cli/parse.ts'
import { errorCodes } from '../../../src/core/errors.ts'
import { runInside } from '../../cli/run-inside.ts'
import { type ErrorCase, readCases, withOutcomes } from './read-case.ts'

const here = import.meta.dirname
const update = process.env.UPDATE_GOLDEN === '1'

/** Codes that words and files alone do not lead to, and where they are tried instead. */
const elsewhere: Readonly<Record<string, string>> = {
  address_unavailable: 'test/cli/serve.test.ts',
  interrupted: 'test/cli/stop.test.ts',
  engine_failure: 'test/cli/print-error.test.ts',
  busy: 'needs a second process that holds a lock for a minute: test/ingest',
  native_unavailable: 'needs a damaged executable: test/build',
  store_full: 'needs a full disk',
  store_damaged: 'test/datasets/reproduce.test.ts',
  no_terminal: 'test/tui/frames.test.ts',
}

const inProject = async <T>({ files }: ErrorCase, work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-errors-')))
  try {
    cpSync(join(here, 'project'), folder, { recursive: true })
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const seen = async (line: string, folder: string): Promise<string> => {
  if (!line.startsWith('pintail ')) {
    equal(spawnSync('sh', ['-c', line], { cwd: folder }).status, 0, line)
    return ''
  }
  const { status, stderr } = await runInside(wordsOf(line).slice(1), folder)
  const said = stderr.replaceAll(folder, '<project>').trimEnd()
  return [said, status === 0 ? '' : `[${status}]`].filter((part) => part !== '').join('\n')
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

const files = globSync('*.md', { cwd: here }).sort()

for (const file of files) {
  const markdown = readFileSync(join(here, file), 'utf8')
  const outcomes: string[] = []
  describe(basename(file, '.md'), () => {
    for (const errorCase of readCases(markdown)) {
      it(errorCase.title, () =>
        inProject(errorCase, async (folder) => {
          for (const { line, expected } of errorCase.steps) {
            const outcome = await seen(line, folder)
            outcomes.push(outcome)
            if (!update) equal(outcome, expected, line)
          }
          const told = errorCase.steps.map(({ expected }) => expected).join('\n')
          if (!update) equal(told.includes(`[${basename(file, '.md')}]`), true, 'the case shows its code')
        }),
      )
    }
    it('is written down', () => {
      if (update) writeFileSync(join(here, file), withOutcomes(markdown, outcomes))
    })
  })
}

it('every code has a case', () => {
  const known = [...files.map((file) => basename(file, '.md')), ...Object.keys(elsewhere)]
  deepEqual(
    errorCodes.filter((code) => !known.includes(code)),
    [],
  )
  deepEqual(
    known.filter((code) => !errorCodes.some((it) => it === code)),
    [],
  )
})

/** `did you mean "x"?   pintail list views` → the command, with a word for each part that is only known later. */
const commandsIn = (source: string): string[] =>
  [...source.matchAll(/(?:['"`:]|\n| {3})\s*(pintail [a-z][^'"`\n]*)/g)].map(([, text = '']) =>
    (text.split(/ {3}|, /, 1)[0] ?? '').replaceAll(/\$\{[^}]*\}/g, '1').trim(),
  )

it('every command named in a fix parses', async () => {
  const root = join(here, '../../..')
  const fixes = globSync('src/**/*.ts', { cwd: root }).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /fix|didYouMean|pintail [a-z-]+`?[,']/.test(line)),
  )
  const commands = [...new Set(fixes.flatMap(commandsIn))]
  equal(commands.length > 20, true, commands.join('; '))
  for (const command of commands) {
    const { entry, rest } = await findVerb(command.split(' ').slice(1), entries)
    if (entry) parse(entry.name, await entry.load(), entry.about, rest)
  }
})
