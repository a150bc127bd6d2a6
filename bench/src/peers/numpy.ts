/** NumPy in a Python process that times itself. There is one process for each number of threads. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Peer } from '../peer.ts'
import { mlpRate, processStart } from '../programs/data.ts'
import { NUMPY_SERVER } from './numpy-server.ts'

const threadVariables = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS']

/**
 * Environment variables that some machines set for old OpenBLAS builds. They slow down a current
 * one.
 */
const slowing = ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE']

const environment = (threads: number | null): NodeJS.ProcessEnv => {
  const env = { ...process.env }
  for (const name of [...slowing, ...threadVariables]) delete env[name]
  if (threads !== null) for (const name of threadVariables) env[name] = `${threads}`
  return env
}

/**
 * NumPy with this number of threads (null: its own choice), or null if python3 cannot import it.
 */
export const numpy = async (threads: number | null, cores: number): Promise<Peer | null> => {
  let child: ChildProcessWithoutNullStreams
  try {
    child = spawn('python3', ['-u', '-c', NUMPY_SERVER], { env: environment(threads) })
  } catch {
    return null
  }
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.stderr.resume()
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ask = async (question: object): Promise<{ value: number } | { version: string }> => {
    child.stdin.write(`${JSON.stringify(question)}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error('numpy: the Python process ended')
    return JSON.parse(value)
  }
  let version: string
  try {
    version = ((await ask({ ask: 'version' })) as { version: string }).version
  } catch {
    return null
  }
  return {
    name: threads === 1 ? 'numpy' : 'numpy-all',
    version,
    threads: threads ?? cores,
    prepare: async work => {
      // NumPy does not have convolutions and pools of planes, or lu.
      if (['conv', 'pool', 'own'].includes(work.kind) || (work.kind === 'linalg' && work.op === 'lu'))
        return null
      await ask({ ask: 'prepare', work: { ...work, rate: mlpRate, start: processStart } })
      const value = async (question: object) => ((await ask(question)) as { value: number }).value
      return {
        sample: atLeastMs => value({ ask: 'sample', atLeastMs }),
        ...(work.kind === 'program' ? { check: () => value({ ask: 'check' }) } : {}),
      }
    },
    end: () => child.kill(),
  }
}
