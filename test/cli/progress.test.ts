// How far long work is: a bar for a terminal, lines for a log, and nothing for short work.
import { equal, match } from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { progressBar, progressLines, standText } from '../../src/cli/progress.ts'
import type { Sink } from '../../src/cli/streams.ts'

const gathering = (isTTY: boolean): { readonly sink: Sink; text(): string } => {
  const chunks: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  const sink = Object.assign(stream, { isTTY, columns: 100, cursorTo: () => true, clearLine: () => true })
  return { sink, text: () => chunks.join('') }
}

describe('progress', () => {
  it('says rows, rate and time left', () => {
    const stand = { step: 'read', done: 1_000_000, total: 3_000_000, unit: 'rows', milliseconds: 1000 } as const
    equal(standText(stand), '1,000,000 of 3,000,000 rows, 1.00M/s, 2.00 s left')
    equal(standText({ ...stand, done: 40, total: 100, unit: 'percent' }), '40 %, 1.50 s left')
    equal(standText({ ...stand, total: null }), '1,000,000 rows, 1.00M/s')
    equal(standText({ ...stand, done: 0, milliseconds: 0 }), '0 of 3,000,000 rows')
    equal(standText({ ...stand, done: 3_000_000 }), '3,000,000 of 3,000,000 rows, 3.00M/s')
  })
  it('is a line now and then where there is no terminal', async () => {
    const { sink, text } = gathering(false)
    const progress = progressLines(sink, 40)
    progress.step('reading visits')
    progress.advance(500, 1000)
    equal(text(), '')
    await setTimeout(70)
    progress.stop()
    const told = text()
    match(told, /^reading visits: 500 of 1,000 rows, .*left\n$/)
    await setTimeout(60)
    equal(text(), told)
  })
  it('is a bar on a terminal, once the work has taken a moment', async () => {
    const { sink, text } = gathering(true)
    const progress = progressBar(sink, 50)
    progress.step('computing cardiac')
    progress.advance(1, 4)
    equal(text(), '')
    await setTimeout(80)
    progress.advance(2, 4)
    await setTimeout(250)
    progress.stop()
    match(text(), /computing cardiac {2}█{12}░{12} {2}2 of 4 rows/)
  })
  it('leaves nothing behind for short work', () => {
    const { sink, text } = gathering(true)
    const progress = progressBar(sink)
    progress.step('reading')
    progress.advance(1, 1)
    progress.stop()
    equal(text(), '')
  })
})
