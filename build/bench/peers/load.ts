// The load where wrk is missing: raw sockets kept alive. Arguments: port, connections, seconds, keys a request, keys.
import { connect } from 'node:net'
import { featureNames } from '../data.ts'
import { quantile } from '../statistics.ts'

const [port = 0, connections = 1, seconds = 1, each = 1, total = 1] = process.argv.slice(2).map(Number)
const features = JSON.stringify(featureNames.map((name) => `bench:${name}`))
const end = performance.now() + seconds * 1000
const milliseconds: number[] = []
let failed = 0

const request = (): string => {
  const ids = Array.from({ length: each }, () => Math.floor(Math.random() * total))
  const body = `{"features":${features},"entities":{"id":[${ids.join(',')}]}}`
  const head = `POST /get-online-features HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json`
  return `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** Bytes of a whole answer at the start of the text; 0 while some are missing. */
const answerLength = (text: string): number => {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = /content-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : 0
  const last = text.indexOf('\r\n0\r\n\r\n', head)
  return last < 0 ? 0 : last + 7
}

const client = (): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    let asked = 0
    const ask = (): void => {
      asked = performance.now()
      socket.write(request())
    }
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('connect', ask)
    socket.on('data', (chunk: string) => {
      received += chunk
      if (answerLength(received) === 0) return
      milliseconds.push(performance.now() - asked)
      if (!received.startsWith('HTTP/1.1 200')) failed++
      received = ''
      if (performance.now() < end) ask()
      else socket.end()
    })
    socket.on('error', () => failed++)
    socket.on('close', () => resolve())
  })

await Promise.all(Array.from({ length: connections }, client))
const [p50, p99] = [quantile(milliseconds, 0.5), quantile(milliseconds, 0.99)]
const answer = { p50, p99, rate: milliseconds.length / seconds, requests: milliseconds.length, failed }
console.log(`load=${JSON.stringify(answer)}`)
