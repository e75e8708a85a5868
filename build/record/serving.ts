// What does the server do meanwhile? It runs, and is asked as a model and a person would ask it, more and less.
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { seeded } from '../../sample-data/random.ts'
import { port } from './project.ts'

export interface Served {
  stop(): Promise<void>
}

/** Starts `pintail serve` in a project and asks it until it is stopped. */
export const served = async (
  executable: string,
  directory: string,
  environment: NodeJS.ProcessEnv,
): Promise<Served> => {
  const child = spawn(executable, ['serve', '--quiet'], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const address = `http://127.0.0.1:${port}`
  const begun = performance.now()
  while (!(await fetch(`${address}/readyz`).catch(() => null))?.ok) {
    if (performance.now() - begun > 10_000 || child.exitCode !== null) {
      child.kill()
      throw new Error(`no server at ${address}: does another one run there?`)
    }
    await wait(50)
  }
  const chance = seeded(7)
  let isOver = false
  const ask = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${address}${path}`, { method: 'POST', body: JSON.stringify(body), headers: json })
    await answer.arrayBuffer()
  }
  const asking = (async () => {
    for (let round = 0; !isOver; round++) {
      const many = Math.round(6 + 4 * Math.sin(round / 12)) + chance.whole(0, 2)
      await Promise.all(
        Array.from({ length: many }, () => {
          const patients = Array.from(
            { length: chance.whole(1, 8) },
            () => `p${String(chance.whole(1, 300)).padStart(3, '0')}`,
          )
          const service = chance.happens(0.7) ? 'heart_risk' : 'triage'
          return ask('/get-online-features', { feature_service: service, entities: { patient_id: patients } })
        }),
      )
      if (round % 40 === 11)
        await ask('/get-online-features', { features: ['cardiac:vesel_score'], entities: { patient_id: ['p001'] } })
      await wait(60)
    }
  })().catch((thrown: unknown) => {
    if (!isOver) throw thrown
  })
  return {
    stop: async () => {
      isOver = true
      await asking
      child.kill()
      await ended
    },
  }
}

const json = { 'content-type': 'application/json' }
