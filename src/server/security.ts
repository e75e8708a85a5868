// Who may ask? The Host header must be the server's own, so that no web page reaches it by rebinding a name; beyond
// loopback a token is needed as well.
import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { PintailError } from '../core/errors.ts'
import { Refusal } from './problems.ts'

export interface Access {
  /** Where the server listens. */
  readonly host: string
  /** Names it is reached by besides its own. */
  readonly hosts?: readonly string[] | undefined
  readonly token?: string | undefined
}

/** Throws a refusal; `authorization` and `host` are the request's headers. */
export type Guard = (host: string | undefined, authorization: string | undefined) => void

const loopback = ['localhost', '127.0.0.1', '[::1]']

export const isLoopback = (host: string): boolean =>
  loopback.includes(bracketed(host)) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)

const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host.toLowerCase())

/** The names of a server: of one that listens everywhere, every address and name of the machine. */
const ownNames = ({ host, hosts = [] }: Access): Set<string> => {
  const everywhere = host === '0.0.0.0' || host === '::'
  const machine = everywhere
    ? [hostname(), ...Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((it) => it.address))]
    : []
  return new Set([...loopback, host, ...hosts, ...machine].map(bracketed))
}

/** `localhost:6566` → `localhost`; `[::1]:6566` → `[::1]`. The port says nothing about who asks. */
const nameOf = (header: string): string => header.replace(/:\d*$/, '').toLowerCase()

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export const guardOf = (access: Access): Guard => {
  const names = ownNames(access)
  const known = new Set<string>()
  const expected = access.token === undefined ? null : digest(`Bearer ${access.token}`)
  return (host, authorization) => {
    if (host === undefined || !known.has(host)) {
      if (host === undefined || !names.has(nameOf(host))) throw foreign(host)
      if (known.size < 1_000) known.add(host)
    }
    // Of equal length and compared in constant time, whatever was sent.
    if (expected !== null && !timingSafeEqual(digest(authorization ?? ''), expected)) throw unauthorized()
  }
}

const foreign = (host: string | undefined): Refusal =>
  new Refusal(403, {
    code: 'not_permitted',
    message: `the Host header ${host === undefined ? 'is missing' : `"${host}" is not this server's`}`,
    fix: 'call the server by its own name, localhost or 127.0.0.1',
  })

const unauthorized = (): Refusal =>
  new Refusal(401, {
    code: 'not_permitted',
    message: 'the token is missing or wrong',
    fix: 'send Authorization: Bearer <token>',
  })

/** A server that others can reach is refused without a token. */
export const requireToken = ({ host, token }: Access): void => {
  if (token !== undefined && token.length < 16) {
    throw new PintailError({
      code: 'not_permitted',
      message: `the token has ${token.length} characters; a token needs at least 16`,
      fix: 'set PINTAIL_TOKEN to a long random text, such as that of: openssl rand -hex 32',
    })
  }
  if (token === undefined && !isLoopback(host)) {
    throw new PintailError({
      code: 'not_permitted',
      message: `listening on ${host} lets other machines read, and no token is set`,
      fix: 'set PINTAIL_TOKEN, or listen on 127.0.0.1',
    })
  }
}
