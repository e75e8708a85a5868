// How does a fresh clone run on a machine with an older Node.js? Every npm script starts here: what is missing is
// installed, the pinned Node.js among it, and that one runs the real work. Plain JavaScript for Node 20 and newer.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
const stamp = join(modules, '.installed')
const [script = 'start', ...rest] = process.argv.slice(2)

/** @returns {number} the exit status */
const run = (command, ...args) => {
  const env = { ...process.env, PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}` }
  const { status, signal, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' })
  if (error) console.error(`cannot run ${command}: ${error.message}`)
  return status ?? (signal === 'SIGINT' ? 130 : 1)
}

const npm = (...args) => {
  const cli = process.env.npm_execpath
  return cli?.endsWith('.js') ? run(process.execPath, cli, ...args) : run('npm', ...args)
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

/** Installs what package-lock.json names, unless that is what is there. */
const install = () => {
  const current = existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()
  if (current) return
  console.error('installing dependencies')
  // Not `npm ci`: it refuses a lock without the packages of platforms that a registry does not carry.
  const status = npm('install', '--no-save', '--loglevel=error', '--no-audit', '--no-fund')
  if (status !== 0) process.exit(status)
  // Where install scripts are switched off, the one that fetches Node.js is still needed.
  if (!existsSync(node)) npm('rebuild', 'node', '--ignore-scripts=false', '--loglevel=error')
  if (!existsSync(node)) {
    console.error('the npm package `node` did not install: is the npm registry within reach?')
    process.exit(1)
  }
  writeFileSync(stamp, lockHash())
}

const build = (...options) => run(node, 'build/binary.ts', ...options)

const scripts = {
  start: () => build() || run(join(root, 'dist/pintail'), 'demo', ...rest),
  test: () => run(node, 'build/test.ts', ...rest),
  check: () => run(node, 'build/test.ts', '--check', ...rest),
  build: () => build(...rest),
  bench: () => build() || run(node, 'build/bench/bench.ts', ...rest),
  pictures: () =>
    build() || run(node, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'build/record/record.ts', ...rest),
  format: () =>
    run(join(modules, '.bin/biome'), 'check', '--write', '--log-level=warn', ...(rest.length ? rest : ['.'])),
  embed: () => run(node, 'build/embed-sql.ts') || run(node, 'build/embed-types.ts'),
}

install()
process.exit(scripts[script]())
