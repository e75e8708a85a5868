// What is dear is asked one after another, and not at all once nobody looks any more.
import { deepEqual, rejects } from 'node:assert/strict'
import { it } from 'node:test'
import { oneAtATime } from '../../src/tui/data/one-at-a-time.ts'

it('one after another, what is aborted left out, and one that fails stops no other', async () => {
  const told: string[] = []
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  const ask = oneAtATime(async (id: string) => {
    told.push(`begin ${id}`)
    if (id === 'a') await opened
    told.push(`end ${id}`)
    if (id === 'c') throw new Error('c is broken')
    return id
  })
  const live = new AbortController().signal
  const left = new AbortController()
  const all = [ask('a', live), ask('b', left.signal), ask('c', live), ask('d', live)]
  left.abort()
  open()
  const [a, b, c, d] = await Promise.allSettled(all)
  deepEqual([a?.status, b?.status, c?.status, d?.status], ['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  deepEqual(told, ['begin a', 'end a', 'begin c', 'end c', 'begin d', 'end d'])
})

it('who left while it rested asks nothing', async () => {
  let asked = 0
  const ask = oneAtATime(async () => {
    asked += 1
    // Long enough to rest after.
    for (const until = performance.now() + 5; performance.now() < until; );
  })
  const left = new AbortController()
  await ask('a', left.signal)
  const again = ask('a', left.signal)
  left.abort()
  await rejects(again)
  deepEqual(asked, 1)
})
