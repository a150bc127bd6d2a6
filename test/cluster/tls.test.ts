/** A queue behind TLS and a password, with a certificate of its own authority. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findings, folder, multiview, start } from '../e2e/command.ts'
import { coins } from './coins.ts'
import { freePort, noServer, type Server, startServer } from './server.ts'

vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 })

const place = folder()
const inPlace = (name: string): string => join(place, name)
const openssl = (...words: readonly string[]): unknown =>
  execFileSync('openssl', words, { cwd: place, stdio: 'pipe' })
const key = (name: string) => [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:P-256',
  '-nodes',
  '-keyout',
  name,
]

/** With a password whose characters a URL must escape. */
const password = 'se:same@/ä'
const trusting = { NODE_EXTRA_CA_CERTS: inPlace('authority.pem') }

let server: Server
let port: number
const url = (host = '127.0.0.1', word = password): string =>
  `rediss://:${encodeURIComponent(word)}@${host}:${port}`
const queue = (address: string, env: Readonly<Record<string, string>>) =>
  start(['queue', '--queue', address], place, [], env).finished

describe.skipIf(noServer)('a queue with TLS and a password', () => {
  beforeAll(async () => {
    openssl(
      ...['req', '-x509', ...key('authority.key'), '-out', 'authority.pem', '-days', '2'],
      ...['-subj', '/CN=authority of a test'],
    )
    openssl(
      ...['req', '-x509', ...key('server.key'), '-out', 'server.pem', '-days', '2', '-subj', '/CN=127.0.0.1'],
      ...['-CA', 'authority.pem', '-CAkey', 'authority.key', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-addext', 'basicConstraints=critical,CA:false'],
    )
    port = await freePort()
    server = await startServer([
      ...['--tls-port', String(port), '--tls-auth-clients', 'no', '--requirepass', password],
      ...['--tls-cert-file', inPlace('server.pem'), '--tls-key-file', inPlace('server.key')],
      ...['--tls-ca-cert-file', inPlace('authority.pem')],
    ])
  })
  afterAll(() => server?.kill())

  test('gives its tasks to a worker, and the report has the bytes of a local run', async () => {
    const cwd = folder()
    coins(cwd, 0)
    const args = ['verify', 'coins', '--claims', 'coins.mjs', '--quiet', '--workers', '1']
    const worker = start(
      ['worker', '--queue', url(), '--workers', '1', '--claims', 'coins.mjs'],
      cwd,
      [],
      trusting,
    )
    const { status, err } = await start([...args, '--queue', url(), '--out', 'run'], cwd, [], trusting)
      .finished
    expect([status, err]).toEqual([0, ''])
    worker.child.kill('SIGTERM')
    const served = await worker.finished
    expect(served.err).toMatch(
      new RegExp(
        `^1 worker of multiview \\S+ at rediss://127\\.0\\.0\\.1:${port}; Ctrl-C stops\\.\\nStopped after 12 tasks\\.\\n$`,
      ),
    )
    await multiview([...args, '--out', 'local'], cwd)
    expect(findings(join(cwd, 'run'))).toBe(findings(join(cwd, 'local')))
  })

  test('refuses a wrong password, and is refused if its certificate cannot be verified', async () => {
    const outcomes = await Promise.all([
      queue(url('127.0.0.1', 'open'), trusting),
      queue(url(), {}),
      queue(url('localhost'), trusting),
    ])
    const shown = (host: string): string => `rediss://${host}:${port}`
    const certificate = (host: string, code: string): string =>
      `multiview: the certificate of the queue ${shown(host)} cannot be verified (${code}); ` +
      'name the certificate of its authority in NODE_EXTRA_CA_CERTS, or correct the host in the URL.\n'
    expect(outcomes).toEqual([
      {
        status: 2,
        out: '',
        err: `multiview: the queue ${shown('127.0.0.1')} refuses this user or password (WRONGPASS); correct the user or the password.\n`,
      },
      { status: 2, out: '', err: certificate('127.0.0.1', 'SELF_SIGNED_CERT_IN_CHAIN') },
      { status: 2, out: '', err: certificate('localhost', 'ERR_TLS_CERT_ALTNAME_INVALID') },
    ])
  })
})
