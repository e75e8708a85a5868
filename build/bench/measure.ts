// What did one process cost? Wall time, CPU time and peak memory of it and of all its children.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { inCache, repository } from './cache.ts'

export interface Measurement {
  /** Seconds from start to end of the process. */
  readonly wall: number
  /** Seconds of work by the process's own account, without start-up and imports; null when it gives none. */
  readonly work: number | null
  /** CPU seconds, user and system. */
  readonly cpu: number | null
  /** Bytes: the greatest sum of the processes' high-water marks seen, or what the kernel says of the largest. */
  readonly peak: number | null
  readonly output: string
}

const gnuTime = '/usr/bin/time'
const ticksPerSecond = 100
const patience = 20 * 60_000

export const measure = async (command: readonly string[], folder = repository): Promise<Measurement> => {
  const account = inCache(`time-${process.pid}`)
  const timed = existsSync(gnuTime) ? [gnuTime, '-q', '-o', account, '-f', '%U %S %M', ...command] : [...command]
  const [program = '', ...rest] = timed
  const started = performance.now()
  const child = spawn(program, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience })
  const tree = watchTree(child.pid ?? 0)
  let output = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const wall = (performance.now() - started) / 1000
  const seen = tree.stop()
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code ?? 'a signal'}\n${complaint}`)
  const exact = existsSync(account) ? readFileSync(account, 'utf8').trim().split(' ').map(Number) : []
  rmSync(account, { force: true })
  const [user, system, kilobytes] = exact
  return {
    wall,
    work: workOf(output),
    cpu: user === undefined || system === undefined ? seen.cpu : user + system,
    peak: kilobytes === undefined ? seen.peak : Math.max(kilobytes * 1024, seen.peak ?? 0),
    output,
  }
}

/** A peer prints `work_seconds=1.234`. */
const workOf = (output: string): number | null => {
  const found = /work_seconds=([\d.]+)/.exec(output)?.[1]
  return found === undefined ? null : Number(found)
}

interface Seen {
  readonly cpu: number | null
  readonly peak: number | null
}

const watchTree = (root: number): { stop(): Seen } => {
  const ticks = new Map<number, number>()
  let peak = 0
  const look = (): void => {
    let sum = 0
    for (const { pid, used } of treeOf(root)) {
      ticks.set(pid, used)
      sum += highWater(pid)
    }
    peak = Math.max(peak, sum)
  }
  const timer = setInterval(look, 100)
  return {
    stop: () => {
      clearInterval(timer)
      const used = [...ticks.values()].reduce((sum, each) => sum + each, 0)
      return { cpu: ticks.size > 0 ? used / ticksPerSecond : null, peak: peak > 0 ? peak : null }
    },
  }
}

interface Running {
  readonly pid: number
  readonly parent: number
  readonly used: number
}

const treeOf = (root: number): Running[] => {
  if (!existsSync('/proc/self/stat')) return []
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid >= root)
  const running = pids.flatMap(statusOf)
  const inTree = new Set([root])
  for (let size = 0; size < inTree.size; ) {
    size = inTree.size
    for (const { pid, parent } of running) if (inTree.has(parent)) inTree.add(pid)
  }
  return running.filter(({ pid }) => inTree.has(pid))
}

const statusOf = (pid: number): Running[] => {
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ') ?? []
  const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number)
  return parent === undefined || Number.isNaN(parent) ? [] : [{ pid, parent, used: (user ?? 0) + (system ?? 0) }]
}

const highWater = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1] ?? 0) * 1024

const readProc = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
