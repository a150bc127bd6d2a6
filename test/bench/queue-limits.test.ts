/** The study of the limits of a queue, on a small file and with the costs of the page. */

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder } from '../e2e/command.ts'
import { root } from '../e2e/examples.ts'

const cost = { serverMs: 0.3, clientMs: 1.2, bytes: 4000 }
const scale = {
  schema: 'multiview.queue-scale/1',
  machine: { cpu: 'A processor', cores: 2, node: '20.0.0' },
  cells: [1, 100].map(milliseconds => ({
    ...{ milliseconds, workers: 2, tasks: 100, perSecond: 500 / milliseconds },
    ...{ localPerSecond: 900 / milliseconds, ...cost },
  })),
  large: { numbers: 100_000, serverMs: 3, clientMs: 16, bytes: 2e6 },
  run: {
    ...{ words: '--preset quick', workers: 2, tasks: 400, ...cost },
    local: [100, 102],
    queue: [106, 106],
  },
  simulated: [10, 1000].map(workers => ({
    ...{ workers, milliseconds: 200, tasks: 100, perSecond: 4 * workers, workersMs: 2, ...cost },
  })),
}

const study = (contents: object) => {
  const place = folder()
  writeFileSync(join(place, 'scale.json'), JSON.stringify(contents))
  const program = join(root, 'bench/dist/studies/queue-limits.js')
  execFileSync(process.execPath, [program, join(place, 'scale.json'), place], { stdio: 'pipe' })
  const tableOf = (name: string) => JSON.parse(readFileSync(join(place, `${name}.json`), 'utf8'))
  return {
    measured: tableOf('queue-measured'),
    simulated: tableOf('queue-simulated'),
    limits: tableOf('queue-limits'),
    figure: readFileSync(join(place, 'figures/queue-limits.svg'), 'utf8'),
  }
}

test('makes the tables and the figure', () => {
  const { measured, simulated, limits, figure } = study(scale)
  expect(measured.caption).toMatch(/took 101 s in 2 local threads and 106 s through a queue .*, 5% more\./)
  expect(measured.rows[0]).toEqual(['1 ms', 2, 500, '25%', 900, 0.3, 1.2, 4000])
  expect(simulated.rows[1]).toEqual(['0.2 s', 1000, 4000, '80%', 0.3, 1.2, 2])
  expect(limits.rows.map((row: string[]) => row.length)).toEqual([5, 5, 5, 5])
  expect(limits.rows[0]).toEqual(['1', expect.any(String), 'threads', expect.any(String), 'threads'])
  expect(JSON.stringify(limits)).not.toMatch(/NaN|null|undefined|Infinity/)
  expect(figure).toMatch(/^<svg [\s\S]*>100 data sets</)
  expect(figure).not.toContain('NaN')
})

test('names what limits a thousand machines', () => {
  const limited = (change: object): string =>
    study({ ...scale, large: { ...scale.large, ...change } }).limits.rows[3][4]
  expect(limited({ clientMs: 1000 })).toBe('the client’s processor')
  expect(limited({ serverMs: 1000 })).toBe('the server’s processor')
  expect(limited({ bytes: 1e9 })).toBe('the network of the server')
  expect(limited({ serverMs: 0.3, clientMs: 1.2, bytes: 4000 })).toBe('the longest chain')
})

test('asks for the part that a file lacks', () => {
  expect(() => study({ ...scale, large: undefined })).toThrow(/lacks large results; complete it: node /)
  expect(() => study({ ...scale, simulated: undefined })).toThrow(/lacks simulated workers; complete it/)
})
