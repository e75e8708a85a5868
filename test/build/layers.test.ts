// Does the floor check notice what it is for, and nothing else?
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violations } from '../../build/layers.ts'

const clock = '// What time is it?\nexport const now = (): number => Date.now()\n'

const check = (files: Readonly<Record<string, string>>): Promise<string[]> =>
  violations(new Map(Object.entries(files).map(([path, text]) => [path, `// Why?\n${text}`])))

test('a house in order has nothing to say', async () => {
  const found = await violations(
    new Map([
      ['src/core/clock.ts', clock],
      ['src/sqlite.ts', "// The door.\nimport Sqlite from 'better-sqlite3'\nimport { now } from './core/clock.ts'\n"],
      [
        'src/registry/registry.ts',
        "/** Why? */\nimport { readFile } from 'node:fs'\nimport type { D } from '../sqlite.ts'\n",
      ],
      [
        'src/cli/commands/serve.ts',
        "// Serve.\nconst { listen } = await import('../../server/listen.ts')\nconsole.log(1)\n",
      ],
      ['src/server/listen.ts', "// Listen.\nimport { Hono } from 'hono'\nimport { cors } from 'hono/cors'\n"],
      ['sql/registry/one.sql', 'SELECT 1'],
    ]),
  )
  assert.deepEqual(found, [])
})

test('a floor may not look up, nor a room at its neighbour, whatever kind of import', async () => {
  const found = await check({
    'src/core/a.ts': "import { x } from '../registry/b.ts'",
    'src/registry/b.ts': "import type { Y } from '../online/c.ts'\nexport { z } from '../cli/d.ts'",
    'src/online/c.ts': "const { w } = await import('../offline/e.ts')",
    'src/cli/d.ts': "import {\n  type Route,\n} from '../server/app.ts'",
  })
  assert.deepEqual(found, [
    'src/cli/d.ts:4 cli may not import src/server/app.ts',
    'src/core/a.ts:2 core may not import src/registry/b.ts',
    'src/online/c.ts:2 online may not import src/offline/e.ts',
    'src/registry/b.ts:2 registry may not import src/online/c.ts',
    'src/registry/b.ts:3 registry may not import src/cli/d.ts',
  ])
})

test('packages belong to rooms, and the engines to one file each', async () => {
  const found = await check({
    'src/core/a.ts': "import { readFile } from 'node:fs'\nimport { createHash } from 'node:crypto'",
    'src/online/b.ts': "import Sqlite from 'better-sqlite3'",
    'src/offline/export.ts': "import { DuckDBInstance } from '@duckdb/node-api'",
    'src/sources/c.ts': "import fs from 'fs'\nimport type { Hono } from 'hono/tiny'",
  })
  assert.deepEqual(found, [
    'src/core/a.ts:2 core may not import the package node:fs',
    'src/offline/export.ts:2 @duckdb/node-api is used in offline/offline-store.ts only',
    'src/online/b.ts:2 better-sqlite3 is used in sqlite.ts only',
    'src/online/b.ts:2 online may not import the package better-sqlite3',
    'src/sources/c.ts:2 sources must write node:fs',
    'src/sources/c.ts:3 sources may not import the package hono/tiny',
  ])
})

test('the process, the console and the clock have their doors; words that only look alike pass', async () => {
  const found = await check({
    'src/offline/a.ts': 'const pid = process.pid',
    'src/retrieval/b.ts': 'console.error(1)\nconst at = [Date.now(), new Date()]',
    'src/sources/c.ts': [
      '// process.exit(), console.log and Date.now() in a comment',
      "const text = 'process.env console.log new Date() import x from `./y.ts`'",
      'const own = { process: 1, console: 2, now: new Date(0) }',
      'own.process = own.console',
      'interface Date { process: string }',
    ].join('\n'),
  })
  assert.deepEqual(found, [
    'src/offline/a.ts:2 process is used in cli/, main.ts, native.ts only',
    'src/retrieval/b.ts:2 console is used in cli/, main.ts only',
    'src/retrieval/b.ts:3 Date.now is used in core/clock.ts only',
    'src/retrieval/b.ts:3 new Date() is used in core/clock.ts only',
  ])
})

test('files do not import each other in a circle, not even for types or late', async () => {
  const found = await check({
    'src/core/a.ts': "import { b } from './b.ts'",
    'src/core/b.ts': "import type { C } from './c.ts'",
    'src/core/c.ts': "export const late = () => import('./a.ts')",
    'src/core/d.ts': "import { a } from './a.ts'",
    'src/core/e.ts': "import { e } from './e.ts'",
  })
  assert.deepEqual(found, [
    'src/core/a.ts:1 is in a circle of imports: src/core/a.ts, src/core/b.ts, src/core/c.ts',
    'src/core/e.ts:1 is in a circle of imports: src/core/e.ts',
  ])
})

test('a file is short, has a room and opens with its question', async () => {
  const found = await violations(
    new Map([
      ['src/core/long.ts', `// Long?\n${'\n'.repeat(299)}export const x = 1\n`],
      ['src/core/bare.ts', 'export const x = 1\n'],
      ['src/helpers/x.ts', '// Where?\n'],
      ['build/run.sh', '#!/bin/sh\n# How does it run?\n'],
    ]),
  )
  assert.deepEqual(found, [
    'src/core/bare.ts:1 opens without the question it answers',
    'src/core/long.ts:300 has 301 lines; the longest may have 300',
    'src/helpers/x.ts:1 is in no room of build/rooms.ts',
  ])
})

test('no line of the table lets a room see its own floor or above', async () => {
  const { rooms } = await import('../../build/rooms.ts')
  for (const [name, { floor, imports }] of Object.entries(rooms)) {
    for (const other of imports) {
      const room = rooms[other] ?? rooms[other.split('/')[0] ?? '']
      assert.ok(room !== undefined && room.floor < floor, `${name} imports ${other}`)
    }
  }
})
