// What a command line says: lists, entities, the command wherever it stands, and what is wrong with it.
import { deepEqual, equal, rejects, throws } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { entries } from '../../src/cli/cli.ts'
import { readEntities } from '../../src/cli/entities.ts'
import { findVerb } from '../../src/cli/find-verb.ts'
import { splitNames } from '../../src/cli/lists.ts'
import { parse } from '../../src/cli/parse.ts'
import type { Verb } from '../../src/cli/verb.ts'
import { globalOptions } from '../../src/cli/verb.ts'

describe('a list', () => {
  const lists: [string, string[]][] = [
    ['a,b', ['a', 'b']],
    ['cardiac:age,cardiac:chol', ['cardiac:age', 'cardiac:chol']],
    ['cardiac@3:age,heart_risk', ['cardiac@3:age', 'heart_risk']],
    ['cardiac:*,lab:*', ['cardiac:*', 'lab:*']],
    ['behaviour:clicked_text:Add, to cart', ['behaviour:clicked_text:Add, to cart']],
    ['behaviour:clicked_text:Cart\\,checkout', ['behaviour:clicked_text:Cart,checkout']],
    ['', []],
  ]
  for (const [text, items] of lists) it(JSON.stringify(text), () => deepEqual(splitNames(text), items))
})

describe('entities', () => {
  const rows: [string[], [string, string[]][]][] = [
    [['patient_id=42'], [['patient_id', ['42']]]],
    [['patient_id=42', 'patient_id=43'], [['patient_id', ['42', '43']]]],
    [
      ['user=1,merchant=2'],
      [
        ['user', ['1']],
        ['merchant', ['2']],
      ],
    ],
    [
      ['user=1', 'merchant=2', 'user=3', 'merchant=4'],
      [
        ['user', ['1', '3']],
        ['merchant', ['2', '4']],
      ],
    ],
    [['name=Smith, John'], [['name', ['Smith, John']]]],
    [['url=a=b'], [['url', ['a=b']]]],
    [
      ['merchant="x,merchant=y","Shop Id"=p q'],
      [
        ['merchant', ['x,merchant=y']],
        ['Shop Id', ['p q']],
      ],
    ],
    [['key='], [['key', ['']]]],
    [[], []],
  ]
  for (const [given, expected] of rows) {
    it(given.join(' '), () =>
      deepEqual(
        [...readEntities(given)].map(([key, values]) => [key, [...values]]),
        expected,
      ),
    )
  }

  it('a row without a key of another row is refused', () =>
    throws(() => readEntities(['user=1,merchant=2', 'user=3']), { code: 'missing_key' }))
  it('a word without = is refused', () => throws(() => readEntities(['42']), { code: 'bad_argument' }))
})

describe('the command', () => {
  const places: [string[], string | undefined, string[]][] = [
    [['plan'], 'plan', []],
    [['--project', 'plan', 'list'], 'list', ['--project', 'plan']],
    [['--quiet', 'ingest', 'cardiac'], 'ingest', ['--quiet', 'cardiac']],
    [['--full', 'ingest'], 'ingest', ['--full']],
    [['--view', 'plan', 'list', 'features'], 'list', ['--view', 'plan', 'features']],
    [['--view=plan', 'list'], 'list', ['--view=plan']],
    [['-o', 'show', 'export', 'cardiac'], 'export', ['-o', 'show', 'cardiac']],
    [['sync'], 'materialize', []],
    [['get-online-features'], 'online', []],
    [['--help'], undefined, ['--help']],
    [[], undefined, []],
  ]
  for (const [args, name, rest] of places) {
    it(`pintail ${args.join(' ')}`, async () => {
      const found = await findVerb(args, entries)
      equal(found.entry?.name, name)
      deepEqual(found.rest, rest)
    })
  }

  it('behind an option that no command has is not looked for', () =>
    rejects(findVerb(['--fromat', 'json', 'plan'], entries), {
      code: 'unknown_option',
      fix: 'did you mean "--format"?   pintail --help',
    }))
  it('a mistyped one is answered with the nearest', () =>
    rejects(findVerb(['ingset'], entries), {
      code: 'unknown_command',
      message: 'there is no command "ingset"',
      fix: 'did you mean "ingest"?   pintail --help',
    }))
})

const sample: Verb = {
  words: [{ form: '[what]', about: 'which', choices: ['views', 'features'] }],
  options: [
    { flags: '--view <name>', about: 'of a view' },
    { flags: '-o, --output <file>', about: 'where to' },
    { flags: '--features <refs>', about: 'which', list: 'names' },
    { flags: '--entity <pair>', about: 'whose', list: 'repeated' },
    { flags: '--every <duration>', about: 'how often' },
    { flags: '--until <instant>', about: 'until when' },
    { flags: '--workers <n>', about: 'how many' },
  ],
  examples: [],
  run: async () => undefined,
}
const given = (...args: string[]) => parse('sample', sample, '', args).given

describe('options', () => {
  it('stand anywhere, with = or without', () => {
    equal(given('--view', 'a', 'views').text('view'), 'a')
    equal(given('views', '--view=a').text('view'), 'a')
    deepEqual(given('views', '--view=a').words, ['views'])
  })
  it('- is a value', () => equal(given('-o', '-').text('output'), '-'))
  it('lists are written with commas or by repeating', () =>
    deepEqual(given('--features', 'a:x,a:y', '--features', 'b:*').list('features'), ['a:x', 'a:y', 'b:*']))
  it('what is repeated only keeps its commas', () =>
    deepEqual(given('--entity', 'a=1,b=2').list('entity'), ['a=1,b=2']))
  it('durations, instants and counts are read', () => {
    equal(given('--every', '5m').duration('every'), 300_000_000n)
    equal(given('--until', '1970-01-02').instant('until'), 86_400_000_000n)
    equal(given('--workers', '4').count('workers', 1, 9), 4)
  })
  it('every global option is taken', () => {
    const all = given('--project', 'x', '--format', 'json', '-q', '--no-color', '--timings', '--debug')
    deepEqual([all.text('project'), all.flag('quiet'), all.flag('color'), all.flag('debug')], ['x', true, false, true])
    equal(globalOptions.length, 6)
  })
  it('--help is seen wherever it stands, but not after --', () => {
    equal(parse('sample', sample, '', ['--nonsense', '--help']).help, true)
    equal(parse('sample', sample, '', ['--', 'views']).help, false)
  })

  const wrong: [string[], { code: string; message?: string; fix?: string }][] = [
    [['--veiw', 'a'], { code: 'unknown_option', fix: 'did you mean "--view"?   pintail sample --help' }],
    [['--veiw=a'], { code: 'unknown_option', message: 'pintail sample has no option --veiw' }],
    [['--view'], { code: 'missing_argument', message: '--view needs a value' }],
    [['views', 'more'], { code: 'bad_argument', message: 'pintail sample does not take "more"' }],
    [
      ['view'],
      { code: 'bad_argument', message: 'what is none of views, features: "view"', fix: 'did you mean "views"?' },
    ],
    [['--format', 'jsn'], { code: 'unknown_format', fix: 'did you mean "json"?' }],
  ]
  for (const [args, error] of wrong) it(`${args.join(' ')} is refused`, () => throws(() => given(...args), error))

  it('a bad duration, instant or count names its option', () => {
    throws(() => given('--every', '5').duration('every'), {
      code: 'bad_argument',
      message: /^--every is not a duration: "5"/,
    })
    throws(() => given('--every', '0s').duration('every'), { code: 'bad_argument' })
    throws(() => given('--until', 'noon').instant('until'), { code: 'bad_instant', message: /^--until/ })
    throws(() => given('--workers', '0').count('workers', 1, 9), { code: 'bad_argument' })
    throws(() => given('--workers', '10').count('workers', 1, 9), { code: 'bad_argument' })
  })
})

describe('the table of verbs', () => {
  it('gives every command examples, and each of them parses', async () => {
    for (const entry of entries) {
      const verb = await entry.load()
      equal(verb.examples.length > 0, true, entry.name)
      for (const { line } of verb.examples) {
        const words =
          line
            .replace(/^.*\| (?=pintail)/, '')
            .split(/ [>|]/)[0]
            ?.split(' ')
            .slice(1) ?? []
        const found = await findVerb(words, entries)
        equal(found.entry?.name, entry.name, line)
        parse(entry.name, verb, entry.about, found.rest)
      }
    }
  })
  it('an option takes a value in every command or in none, so that the command is found behind it', async () => {
    const kinds = new Map<string, boolean>()
    for (const { flags } of [
      ...(await Promise.all(entries.map((it) => it.load()))).flatMap(({ options }) => options),
      ...globalOptions,
    ]) {
      const long = /--[a-z-]+/.exec(flags)?.[0] ?? ''
      equal(kinds.get(long) ?? flags.includes('<'), flags.includes('<'), long)
      kinds.set(long, flags.includes('<'))
    }
  })
})
