import { describe, expect, test } from 'vitest'
import { BARS, judge } from '../../bench/src/bars.ts'
import { casesOf, SUITES } from '../../bench/src/cases.ts'
import { loops } from '../../bench/src/loops.ts'
import type { Row } from '../../bench/src/measure.ts'
import { speedLines, speedSection } from '../../bench/src/speed-section.ts'

const row = (suite: string, name: string, impl: string, medianMs: number): Row => ({
  suite,
  case: name,
  impl,
  version: '1',
  threads: 1,
  medianMs,
  minMs: medianMs,
  maxMs: medianMs,
  runs: 1,
  gflops: 1 / medianMs,
})

/** The judgements of these rows whose text begins with `start`. */
const judged = (rows: readonly Row[], start: string) =>
  judge(rows).filter(({ what }) => what.startsWith(start))

describe('a bar', () => {
  test('is met from its value on and not below', () => {
    const rows = (roofline: number) => [
      { ...row('gemm', '512 f64 NN', 'multiview', 100), roofline },
      row('gemm', '512 f64 NN', 'numpy', 36),
    ]
    expect(judge(rows(0.6))).toEqual([
      {
        what: "512 f64 NN: speed over the machine's roofline",
        value: 0.6,
        bar: 'at least 0.6',
        met: true,
      },
    ])
    expect(judge(rows(0.59))[0]).toMatchObject({ value: 0.59, met: false })
  })

  test('on time is met up to its value and not above', () => {
    const rows = (ours: number) => [
      row('step-dense', 'M f32', 'multiview', 10),
      row('step-dense', 'M f32', 'multiview-autodiff', ours),
    ]
    expect(judge(rows(13))).toEqual([
      {
        what: 'M f32 through autodiff: time over that of the step called by hand',
        value: 1.3,
        bar: 'at most 1.3',
        met: true,
      },
    ])
    expect(judge(rows(13.1))[0]).toMatchObject({ met: false })
  })

  test('on a compiled program takes the row of jit', () => {
    const name = 'tanh·exp gradient 1e1 f64'
    const rows = [
      row('programs', name, 'multiview', 9),
      row('programs', name, 'multiview-jit', 1),
      row('programs', name, 'jax-js', 50),
      row('programs', name, 'jax-js-jit', 3),
      row('programs', name, 'numpy', 0.1),
    ]
    expect(judge(rows)).toEqual([
      {
        what: `${name} through jit: speed over that of jax-js-jit, the best JavaScript peer here`,
        value: 3,
        bar: 'at least 2',
        met: true,
      },
    ])
  })

  test('on threads takes the row of one thread', () => {
    const rows = (overThreads: number) => [
      row('programs', 'MLP step 784-256-10 f64', 'multiview', 30),
      row('programs', 'MLP step 784-256-10 f64', 'multiview-jit', 10),
      row('programs', 'MLP step 784-256-10 f64', 'multiview-threads', overThreads),
    ]
    expect(judge(rows(11))).toEqual([
      {
        what: 'MLP step 784-256-10 f64 over threads: time over that of one thread',
        value: 1.1,
        bar: 'at most 1.1',
        met: true,
      },
    ])
    expect(judge(rows(11.1))[0]).toMatchObject({ met: false })
    expect(
      judge([
        row('gemm', '64 f32 NN', 'multiview', 1),
        row('gemm', '64 f32 NN', 'multiview-threads', 1.2),
      ])[0],
    ).toMatchObject({ what: '64 f32 NN over threads: time over that of one thread', met: false })
  })

  test('on peers takes the fastest of them, and none of our own or numpy with all threads', () => {
    const rows = [
      row('step-dense', 'L f64', 'multiview', 10),
      row('step-dense', 'L f64', 'multiview-autodiff', 1),
      row('step-dense', 'L f64', 'numpy-all', 2),
      row('step-dense', 'L f64', 'jax-js', 300),
      row('step-dense', 'L f64', 'numpy-ts', 99),
    ]
    expect(judged(rows, 'L f64: speed')).toEqual([
      {
        what: 'L f64: speed over that of numpy-ts, the best JavaScript peer here',
        value: 9.9,
        bar: 'at least 10',
        met: false,
      },
    ])
    expect(judged(rows, 'L f64 through autodiff')).toEqual([
      {
        what: 'L f64 through autodiff: time over that of the step called by hand',
        value: 0.1,
        bar: 'at most 1.3',
        met: true,
      },
    ])
  })

  test('is on a case that the bench has', () => {
    const known = SUITES.flatMap(suite =>
      casesOf(suite, [64, 128, 256, 512, 1024]).map(({ name }) => `${suite} ${name}`),
    )
    for (const bar of BARS)
      expect([...known, ...loops(false).map(({ one }) => `loops ${one.name}`)]).toContain(
        `${bar.suite} ${bar.case}`,
      )
  })

  test('whose rows were not measured says nothing', () => {
    expect(judge([row('gemm', '512 f64 NN', 'multiview', 1)])).toEqual([])
    expect(judge([row('gemm', '512 f64 NN', 'numpy', 1)])).toEqual([])
  })
})

const machine = {
  cpu: 'A processor',
  cores: 2,
  memoryGiB: 24,
  platform: 'linux x64',
  node: '20',
  v8: '11',
  kernels: 'wasm-simd128',
  loadBefore: 3,
  date: '2026-01-01',
}

test('the section on speed says the machine, the bars and every case, the fastest here in bold', () => {
  const text = speedSection({
    machine,
    startUpMs: 31.3,
    rows: [
      { ...row('gemm', '512 f64 NN', 'multiview', 0.01), roofline: 0.7 },
      row('gemm', '512 f64 NN', 'numpy', 0.004),
      row('step-limit', 'k=100 f64', 'multiview', 80),
      row('step-limit', 'k=100 f64', 'numpy', 801),
      row('step-dense', 'M f32', 'multiview', 12),
      { ...row('step-dense', 'M f32', 'multiview-threads', 7), minMs: 6.25, runs: 10 },
    ],
  })
  expect(text).toContain('A processor, 2 cores')
  expect(text).toMatch(/other\swork\swas\srunning/)
  expect(text).toContain('| 512 f64 NN | **100** | 250 |')
  expect(text).toContain('| k=100 f64 | **80.0** | 801 |')
  expect(text).toContain('| M f32 | 12.0 | **7.00 (best of 10: 6.25)** |')
  expect(text).toContain("| 512 f64 NN: speed over the machine's roofline | 0.7 | at least 0.6 | met |")
  expect(text).toContain('| start-up: emit, compile, first call, ms | 31.3 | less than 30 | not met |')
  expect(text).toContain('\n\n2 of 3 ratios with a bar meet it\n\n| ratio')
  expect(text).not.toContain('<details>')
})

test('a long table of the section is folded under its title', () => {
  const rows = Array.from({ length: 7 }, (_, i) => row('elementwise', `case ${i}`, 'multiview', 1))
  const text = speedSection({ machine, startUpMs: 1, rows })
  expect(text).toMatch(/\n\n<details><summary>Elementwise[^\n]*<\/summary>\n\n(\|[^\n]*\n)+\n<\/details>$/)
})

test('the lines of the README have the ratios of the run, and no sentence without its cases', () => {
  const run = (rows: readonly Row[]) => speedLines({ machine, startUpMs: 1, roofline: null, rows })
  const step = [row('step-dense', 'M f64', 'multiview', 14), row('step-dense', 'M f64', 'numpy', 10)]
  expect(run(step)).toBe("A training step of the paper's network takes 1.4 times as long as in NumPy.")
  const product = [
    { ...row('gemm', '512 f64 NN', 'multiview', 10), roofline: 0.9 },
    row('gemm', '512 f64 NN', 'numpy', 4),
    row('gemm', '512 f64 NN', 'numpy-ts', 17),
    row('gemm', '512 f64 NN', 'mathjs', 900),
  ]
  const mlp = ['f64', 'f32'].flatMap((type, i) => [
    row('programs', `MLP step 784-256-10 ${type}`, 'multiview-jit', 1),
    row('programs', `MLP step 784-256-10 ${type}`, 'jax-js-jit', 13 - 9 * i),
  ])
  const text = run([...product, ...mlp, ...step])!
  expect(text).toContain('reaches 90% of')
  expect(text.replaceAll('\n', ' ')).toContain('1.7 times the speed of the fastest other')
  expect(text.replaceAll('\n', ' ')).toContain('0.4 times that of NumPy')
  expect(text.replaceAll('\n', ' ')).toContain('at 13 (float64) and 4 (float32) times')
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  expect(run([row('conv', 'any', 'multiview', 1)])).toBe(null)
})
