// What of a text reaches the terminal, and how wide is it?
import { equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cut, fit, safe, widthOf, wrapped } from '../../src/tui/present/text.ts'

describe('a text is made safe', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['plain ASCII as it is', 'age_normalized', 'age_normalized'],
    ['control characters by their names', 'a\tb\nc\x07\x1b[31m', 'a\\tb\\nc\\u0007\\u001b[31m'],
    ['C1 controls', '\x9b31m', '\\u009b31m'],
    ['bidi overrides', 'a\u202eb', 'a\\u202eb'],
    ['zero width', 'a\u200bb', 'a\\u200bb'],
    ['line separators', 'a\u2028b', 'a\\u2028b'],
    ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
    ['a mark with nothing beneath it', '\u0301a', '\\u0301a'],
    ['no more than two marks', 'e\u0301\u0302\u0303\u0304', 'e\u0301\u0302'],
    ['a family as its first', '👨\u200d👩\u200d👧', '👨'],
    ['a heart without its variant', '❤\ufe0f', '❤'],
    ['a skin as none', '👍🏽', '👍'],
    ['a flag as its letters', '🇩🇪', 'DE'],
    ['other spaces as spaces', 'a\u00a0b\u3000c', 'a b c'],
    ['right-to-left letters between marks', 'שלום', '\u200eשלום\u200e'],
    ['private characters', '\ue000', '\\ue000'],
  ]
  for (const [name, given, wanted] of cases) it(name, () => equal(safe(given), wanted))
  it('twice as once', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => safe(safe(text)) === safe(text)))
  })
  it('never a control, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(safe(text)),
      ),
    )
  })
  const inAscii: readonly (readonly [string, string])[] = [
    ['429 µs', '429 us'],
    ['429 μs', '429 us'],
    ['default 1 → 2, −3 ± 4', 'default 1 -> 2, -3 +- 4'],
    ['2 × 3 · 4 ≥ 5 ≤ 6 …', '2 x 3 . 4 >= 5 <= 6 ...'],
    ['1–2 — 3°', '1-2 - 3 deg'],
    ['“it’s”', '"it\'s"'],
    ['na\u00efve 中', 'na\\u00efve \\u4e2d'],
  ]
  for (const [given, wanted] of inAscii) it(`${given} in ASCII`, () => equal(safe(given, true), wanted))
  it('in ASCII alone, where the terminal knows no more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[\x20-\x7e]*$/.test(safe(text, true))))
  })
})

describe('its width is', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['', 0],
    ['abc', 3],
    ['中文', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['ｱ', 1],
    ['ア', 2],
    ['한', 2],
    ['▁█⠿', 3],
    [safe('שלום'), 4],
  ]
  for (const [text, wanted] of cases) it(`${wanted} of ${JSON.stringify(text)}`, () => equal(widthOf(text), wanted))
})

describe('a text fits', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['abc', 5, 'abc  '],
    ['abcdef', 4, 'abc…'],
    ['中文字', 4, '中… '],
    ['中文字', 5, '中文…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ]
  for (const [text, width, wanted] of cases)
    it(`${text} in ${width}`, () => equal(fit(text, width, 'left', '…'), wanted))
  it('at the right', () => equal(fit('42', 5, 'right', '…'), '   42'))
  it('exactly, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        equal(widthOf(fit(safe(text), width, 'left', '…')), width)
      }),
    )
  })
  it('or is cut to no more than there is room', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.nat(20),
        (text, width) => widthOf(cut(safe(text), width, '…')) <= width,
      ),
    )
  })
})

it('lines break between words, and words where they are longer than a line', () => {
  equal(wrapped('one two three', 7).join('|'), 'one two|three')
  equal(wrapped('abcdefgh ij', 4).join('|'), 'abcd|efgh|ij')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 12, max: 30 }), (text, width) => {
      ok(wrapped(safe(text), width).every((line) => widthOf(line) <= width))
    }),
  )
})
