/**
 * The time over threads as a multiple of the time on one thread, for every case with such a bar.
 *
 *     node bench/dist/studies/threads.js [SAMPLES [SAMPLE_MS [PATTERN]]]
 *
 * The defaults are 15 samples of 60 ms each, alternating between the two, and all cases; PATTERN
 * selects the cases whose names contain it. The columns are the medians, the ratio of the medians,
 * the ratio of the fastest samples, and the median ratio of neighbouring samples. Other work on the
 * machine makes the figures unreliable.
 */
import { availableParallelism } from 'node:os'
import { BARS } from '../bars.ts'
import { casesOf, SUITES } from '../cases.ts'
import { machine } from '../machine.ts'
import { multiview, multiviewJit, multiviewThreads } from '../peers/multiview.ts'
import { columns, machineText, number } from '../table.ts'
import type { Sampler } from '../timing.ts'

const [samples = '15', sampleMs = '60', pattern = ''] = process.argv.slice(2)
const WARM_UP = 8

const median = (values: readonly number[]): number => [...values].sort((x, y) => x - y)[values.length >> 1]

const threads = await multiviewThreads('', availableParallelism())
if (threads === null) throw new Error('threads: this machine has a single core')
const single = { multiview: multiview(''), 'multiview-jit': multiviewJit('') }

const cases = SUITES.flatMap(suite => casesOf(suite, [64, 128, 256, 512, 1024]))
console.log(machineText(machine()))
const lines = [['', 'one thread, ms', 'over threads, ms', 'ratio', 'of fastest', 'of neighbours', 'bar']]
for (const bar of BARS) {
  if (bar.of !== 'multiview-threads' || !bar.case.includes(pattern)) continue
  const { work } = cases.find(({ suite, name }) => suite === bar.suite && name === bar.case)!
  const one = await single[bar.against as keyof typeof single].prepare(work)
  const over = await threads.prepare(work)
  const samplers: Sampler[] = [one!.sample, over!.sample]
  for (const sample of samplers) await sample(WARM_UP * Number(sampleMs))
  const taken: [number[], number[]] = [[], []]
  for (let i = 0; i < Number(samples); i++)
    for (const which of i % 2 === 0 ? [0, 1] : [1, 0])
      taken[which].push(await samplers[which](Number(sampleMs)))
  const [alone, shared] = taken
  const ratio = median(shared) / median(alone)
  lines.push([
    bar.case,
    number(median(alone)),
    number(median(shared)),
    ratio.toFixed(2),
    (Math.min(...shared) / Math.min(...alone)).toFixed(2),
    median(shared.map((ms, i) => ms / alone[i])).toFixed(2),
    ratio <= 1 / bar.atLeast ? 'met' : 'NOT met',
  ])
  console.error(lines[lines.length - 1].join('  '))
}
console.log(columns(lines))
threads.end!()
