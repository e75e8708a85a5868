// What of what a terminal sends is a key or text?
import { deepEqual } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cleaned } from '../../src/tui/input.ts'

const cases: readonly (readonly [string, string, string, string?])[] = [
  ['letters', 'jj/ab', 'jj/ab'],
  ['an escape', '\x1b', '\x1b'],
  ['an escape and a letter', '\x1bj', '\x1bj'],
  ['arrows', '\x1b[A\x1bOB\x1b[1;5C', '\x1b[A\x1bOB\x1b[1;5C'],
  ['keys with numbers', '\x1b[3~\x1b[5~\x1b[15;2~\x1b[24~', '\x1b[3~\x1b[5~\x1b[15;2~\x1b[24~'],
  ['function keys', '\x1bOP\x1b[[A', '\x1bOP\x1b[[A'],
  ['shift and tab', '\x1b[Z', '\x1b[Z'],
  ['a paste', '\x1b[200~a\nb\x1b[201~', '\x1b[200~a\nb\x1b[201~'],
  ['a mouse', 'a\x1b[<0;10;10Mb\x1b[<0;10;10m', 'ab'],
  ['a mouse as of old', 'a\x1b[M !!b', 'ab'],
  ['a mouse of rxvt', '\x1b[32;10;10M', ''],
  ['focus', '\x1b[I\x1b[O', ''],
  ['where the cursor is', '\x1b[12;40R', ''],
  ['what the terminal is', '\x1b[?62;22c\x1b[>0;276;0c', ''],
  ['a colour', 'x\x1b]11;rgb:0000/0000/0000\x07y\x1b]4;1;rgb:1/2/3\x1b\\z', 'xyz'],
  ['a version', '\x1bP1+r544e=787465726d\x1b\\', ''],
  ['a key that nobody knows', 'a\x1b[99~b\x1b[1;2;3y', 'ab'],
  ['a mouse in two pieces', 'a\x1b[<0;1', 'a', '\x1b[<0;1'],
  ['a colour in two pieces', 'a\x1b]11;rgb:00', 'a', '\x1b]11;rgb:00'],
  ['brackets that are typed', '[A[[<0;1M', '[A[[<0;1M'],
]

describe('of what a terminal sends, keys and text are taken', () => {
  for (const [name, given, text, rest = ''] of cases) it(name, () => deepEqual(cleaned(given), { text, rest }))
})
