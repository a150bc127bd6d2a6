import { describe, expect, test } from 'vitest'
import { judge } from '../../bench/src/bars.ts'
import type { Row } from '../../bench/src/measure.ts'
import { speedSection } from '../../bench/src/speed-section.ts'

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

/** The one judgement of some rows whose text starts so. */
const judged = (rows: readonly Row[], start: string) =>
  judge(rows).filter(({ what }) => what.startsWith(start))

describe('a bar', () => {
  test('is met from its value on and not below', () => {
    const rows = (numpy: number) => [
      row('gemm', '512 f64 NN', 'multiview', 100),
      row('gemm', '512 f64 NN', 'numpy', numpy),
    ]
    expect(judged(rows(36), '512 f64 NN')).toEqual([
      {
        what: '512 f64 NN: speed over that of numpy, 1 thread',
        value: 0.36,
        bar: 'at least 0.36',
        met: true,
      },
    ])
    expect(judged(rows(35), '512 f64 NN')[0]).toMatchObject({ value: 0.35, met: false })
  })

  test('on time is met up to its value and not above', () => {
    const rows = (ours: number) => [
      row('step-dense', 'M f32', 'multiview', ours),
      row('step-dense', 'M f32', 'numpy', 10),
    ]
    expect(judged(rows(14), 'M f32')).toEqual([
      { what: 'M f32: time over that of numpy, 1 thread', value: 1.4, bar: 'at most 1.4', met: true },
    ])
    expect(judged(rows(14.1), 'M f32')[0]).toMatchObject({ met: false })
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

  test('whose rows were not measured says nothing', () => {
    expect(judge([row('gemm', '512 f64 NN', 'multiview', 1)])).toEqual([])
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
      row('gemm', '512 f64 NN', 'multiview', 0.01),
      row('gemm', '512 f64 NN', 'numpy', 0.004),
      row('step-limit', 'k=100 f64', 'multiview', 80),
      row('step-limit', 'k=100 f64', 'numpy', 801),
      row('step-dense', 'M f32', 'multiview', 12),
      { ...row('step-dense', 'M f32', 'multiview-threads', 7), minMs: 6.25, runs: 10 },
    ],
  })
  expect(text).toContain('A processor, 2 cores')
  expect(text).toContain('Other work was running')
  expect(text).toContain('| 512 f64 NN | **100** | 250 |')
  expect(text).toContain('| k=100 f64 | **80.0** | 801 |')
  expect(text).toContain('| M f32 | 12.0 | **7.00 (best of 10: 6.25)** |')
  expect(text).toContain('| k=100 f64: speed over that of numpy, 1 thread | 10.01 | at least 10 | met |')
  expect(text).toContain('| start-up: emit, compile, first call, ms | 31.3 | less than 30 | not met |')
  expect(text).toContain('\n\n2 of 3 ratios with a bar meet it\n\n| ratio')
  expect(text).not.toContain('<details>')
})

test('a long table of the section is folded under its title', () => {
  const rows = Array.from({ length: 7 }, (_, i) => row('elementwise', `case ${i}`, 'multiview', 1))
  const text = speedSection({ machine, startUpMs: 1, rows })
  expect(text).toMatch(/\n\n<details><summary>Elementwise[^\n]*<\/summary>\n\n(\|[^\n]*\n)+\n<\/details>$/)
})
