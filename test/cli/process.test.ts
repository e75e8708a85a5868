// What a shell sees: text, statuses, errors, closed pipes and completion.
import { deepEqual, equal, match } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { entries } from '../../src/cli/cli.ts'
import { main, pintail, start, temporaryFolder } from './run-cli.ts'

describe('the executable', () => {
  it('without words shows what there is', async () => {
    const { status, stdout, stderr } = await pintail([])
    equal(status, 0)
    equal(stderr, '')
    for (const { name, hidden } of entries) equal(new RegExp(`^  ${name} `, 'm').test(stdout), !hidden, name)
  })
  it('shows the help of every command, with examples', async () => {
    for (const { name } of entries) {
      const { status, stdout } = await pintail([name, '--help'])
      equal(status, 0, name)
      match(stdout, new RegExp(`^Usage: pintail ${name} `))
      match(stdout, /\nExamples:\n {2}/)
    }
  })
  it('help ingest is ingest --help', async () =>
    equal((await pintail(['help', 'ingest'])).stdout, (await pintail(['ingest', '--help'])).stdout))
  it('says its version in three ways', async () => {
    const { stdout } = await pintail(['version'])
    match(stdout, /^pintail \d+\.\d+\.\d+\n$/)
    equal((await pintail(['--version'])).stdout, stdout)
    equal((await pintail(['-V'])).stdout, stdout)
  })
  it('answers a mistyped command with the nearest and ends with 2', async () => {
    const { status, stdout, stderr } = await pintail(['ingset'])
    equal(status, 2)
    equal(stdout, '')
    equal(
      stderr,
      'error: there is no command "ingset"   [unknown_command]\n  fix  did you mean "ingest"?   pintail --help\n',
    )
  })
  it('answers a mistyped option with the nearest and ends with 2', async () => {
    const { status, stderr } = await pintail(['--fromat', 'json', 'plan'])
    equal(status, 2)
    match(stderr, /no option --fromat.*\[unknown_option\]\n {2}fix {2}did you mean "--format"\?/)
    equal((await pintail(['--fromat'])).status, 2)
  })
  it('tells an error as an object with --format json, on stderr', async () => {
    const { status, stdout, stderr } = await pintail(['ingset', '--format', 'json'])
    equal(status, 2)
    equal(stdout, '')
    deepEqual(JSON.parse(stderr), {
      code: 'unknown_command',
      message: 'there is no command "ingset"',
      fix: 'did you mean "ingest"?   pintail --help',
      exit: 2,
    })
  })
  it('shows a stack only with --debug', async () => {
    equal((await pintail(['ingset'])).stderr.includes('find-verb'), false)
    equal((await pintail(['ingset', '--debug'])).stderr.includes('find-verb'), true)
  })
  it('says where it looked for a project and ends with 3', async (test) => {
    const directory = temporaryFolder(test)
    const here = await pintail(['plan'], { directory })
    equal(here.status, 3)
    match(here.stderr, /there is no pintail\.yaml in .*\[no_project\]\n {2}fix {2}pintail init\n$/)
    const named = await pintail(['plan', '--project', 'no such'], { directory })
    equal(named.status, 3)
    match(named.stderr, /there is no folder "no such".*\n {2}fix {2}pintail init 'no such'/)
  })
  it('colours for a terminal, or when forced, and never with NO_COLOR', async () => {
    const colour = '\u001b['
    equal((await pintail(['ingset'])).stderr.includes(colour), false)
    equal((await pintail(['ingset'], { environment: { FORCE_COLOR: '1' } })).stderr.includes(colour), true)
    equal(
      (await pintail(['ingset', '--no-color'], { environment: { FORCE_COLOR: '1' } })).stderr.includes(colour),
      false,
    )
    equal(
      (await pintail(['ingset'], { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stderr.includes(colour),
      false,
    )
  })
  it('ends quietly when nobody reads', async () => {
    const child = start(['--help'])
    child.stdout.destroy()
    let told = ''
    child.stderr.on('data', (chunk) => {
      told += chunk
    })
    const [status] = await once(child, 'close')
    deepEqual([status, told], [0, ''])
  })
})

describe('completion', () => {
  it('prints a script for each shell, and a shell can read it', async () => {
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const { status, stdout } = await pintail(['completion', shell])
      equal(status, 0)
      match(stdout, /pintail/)
    }
  })

  const typed: [string, string[]][] = [
    ['pintail mat', ['materialize']],
    ['pintail list --status ', ['current', 'pinned', 'retired']],
    ['pintail list --status=p', ['pinned']],
    ['pintail historical --sp', ['--spine']],
  ]
  it('in bash', () => {
    for (const [line, expected] of typed) {
      const script = [
        `pintail() { '${process.execPath}' '${main}' "$@"; }`,
        'source <(pintail completion bash)',
        `COMP_LINE='${line}' COMP_POINT=${line.length}`,
        '_pintail; printf "%s\\n" "${COMPREPLY[@]}"',
      ].join('\n')
      const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
      equal(stderr, '')
      deepEqual(
        stdout.split('\n').filter((candidate) => candidate !== ''),
        expected,
        line,
      )
    }
  })
  it('lets the shell offer files where a file is meant', async () => {
    equal((await pintail(['complete', '--', 'historical', '--spine', ''])).stdout, ':0\n')
    equal((await pintail(['complete', '--', 'plan', ''])).stdout, ':4\n')
  })
  it('refuses a shell it does not know', async () => equal((await pintail(['completion', 'tcsh'])).status, 2))

  const cases: [string[], RegExp][] = [
    [['mat'], /^materialize\t/m],
    [['ingest', '--f'], /^--full\t/m],
    [['list', ''], /^features\t/m],
    [['list', '--status', ''], /^pinned\t/m],
    [['plan', '--format', ''], /^ndjson\t/m],
    [['--project', 'x', 'expl'], /^explain\t/m],
  ]
  for (const [words, expected] of cases) {
    it(`pintail ${words.join(' ')}…`, async () => match((await pintail(['complete', '--', ...words])).stdout, expected))
  }
})
