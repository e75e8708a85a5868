// Does the generated module hold the SQL files as they stand?
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { moduleOf, readTemplates } from '../../build/embed-sql.ts'

test('a module made from files gives their texts back, whatever they hold', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-embed-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const texts: Record<string, string> = {
    'offline/read.sql': 'SELECT `a`, ${b}, $c, \\d\n',
    'retrieval/deep/as-of.sql': '-- which row?\nSELECT {{x}}\n',
  }
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  writeFileSync(join(folder, 'templates.ts'), moduleOf(readTemplates(folder)))
  const made: { templates: Record<string, string> } = await import(pathToFileURL(join(folder, 'templates.ts')).href)
  assert.deepEqual(made.templates, {
    'offline/read': 'SELECT `a`, ${b}, $c, \\d',
    'retrieval/deep/as-of': '-- which row?\nSELECT {{x}}',
  })
})
