// A file is not what its name says, or is parted otherwise, or empty: what is said of it, and where?
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { PintailError } from '../../src/core/errors.ts'
import { suspectBytes, suspectDelimiter, unclosedQuote } from '../../src/sources/suspect.ts'
import { temporaryFolder } from '../support/executable.ts'
import { bench, definitions, header, rows } from './bench.ts'

const plain = header + rows(7, 8, 9)
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

const refused = async (work: Promise<unknown>): Promise<PintailError> => {
  const error: unknown = await work.then(
    () => null,
    (it: unknown) => it,
  )
  assert.ok(error instanceof PintailError, String(error))
  return error
}

const odd: Readonly<
  Record<string, { readonly content: string | Buffer; readonly said: RegExp; readonly fix: RegExp }>
> = {
  'separated by semicolons': {
    content: plain.replaceAll(',', ';'),
    said: /column "id" is missing: the file seems to be separated by ";"/,
    fix: /options: \{ delimiter: ";" \}/,
  },
  'separated by tabs': {
    content: plain.replaceAll(',', '\t'),
    said: /seems to be separated by "\\t"/,
    fix: /options: \{ delimiter: "\\t" \}/,
  },
  'UTF-16 with a mark': {
    content: Buffer.from(`\uFEFF${plain}`, 'utf16le'),
    said: /UTF-16 text/,
    fix: /iconv -f UTF-16 /,
  },
  'UTF-16 without one': { content: Buffer.from(plain, 'utf16le'), said: /UTF-16LE text/, fix: /iconv -f UTF-16LE / },
  'UTF-16 the other way': { content: bigEndian(plain), said: /UTF-16BE text/, fix: /iconv -f UTF-16BE / },
  'packed under a plain name': { content: gzipSync(plain), said: /it is packed \(gzip\)/, fix: /gunzip/ },
  'with a quote that nothing closes': {
    content: `${plain}"6,2026-01-01,6\n${rows(5, 6)}`,
    said: /a quote is not closed/,
    fix: /close the quote/,
  },
}

for (const [what, { content, said, fix }] of Object.entries(odd)) {
  test(`a file ${what} says so when it comes, and again when it is the first`, async (t) => {
    const it = await bench(t, header + rows(1))
    await it.ingest()
    writeFileSync(it.path('data/b.csv'), content)
    const error = await refused(it.ingest())
    assert.match(error.message, said)
    assert.match(error.fix ?? '', fix)
    assert.match(error.at?.file ?? '', /data\/b\.csv$/)
    if (/quote/.test(what)) assert.equal(error.at?.line, 5)
    if (!Buffer.isBuffer(content)) return
    rmSync(it.path('data/a.csv'))
    assert.match((await refused(it.pintail.apply())).message, said)
  })
}

test('before any row landed, a file without rows is named', async (t) => {
  const it = await bench(t, header + rows(1))
  for (const [text, said] of [
    ['', /^source "rows" has no rows yet: data\/a\.csv is empty$/],
    [header, /^source "rows" has no rows yet: data\/a\.csv has a header alone$/],
  ] as const) {
    it.write('data/a.csv', text)
    const error = await refused(it.ingest())
    assert.equal(error.code, 'not_ingested')
    assert.match(error.message, said)
    assert.equal(error.at?.file, 'data/a.csv')
    assert.match(error.fix ?? '', /put rows there {3}pintail ingest/)
  }
  it.write('data/b.csv', header)
  assert.match((await refused(it.ingest())).message, /; 1 more$/)
  it.write('data/a.csv', header + rows(1))
  assert.equal((await it.ingest()).rows.landed, 1)
})

test('a packed NDJSON file is told from a text', async (t) => {
  const line = '{"id":1,"at":"2026-01-01","x":1}\n'
  const json = definitions().replace('type: csv, path: data/*.csv', 'type: json, path: more/*.json')
  const it = await bench(t, header, json, { 'more/a.json': line })
  await it.ingest()
  mkdirSync(it.path('more'), { recursive: true })
  writeFileSync(it.path('more/b.json'), gzipSync(line))
  assert.match((await refused(it.ingest())).message, /packed \(gzip\)/)
})

test('a plain text, a packed file of the right name and closed quotes raise no suspicion', async (t) => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'a.csv')
  const reading = { unpacks: true, parquetFix: '' }
  writeFileSync(path, 'id,"a;b;c",x\n1,"say ""hi""",2\n')
  assert.equal(suspectBytes(path, reading), null)
  assert.equal(suspectDelimiter(path, ',', ['id', 'x', 'gone']), null)
  assert.equal(await unclosedQuote(path, '"'), null)
  writeFileSync(join(folder, 'a.csv.gz'), gzipSync(plain))
  assert.equal(suspectBytes(join(folder, 'a.csv.gz'), reading), null)
})
