import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changes, changesText } from '../../bench/src/compare.ts'
import { keepRun, keptRuns } from '../../bench/src/history.ts'
import type { Row } from '../../bench/src/measure.ts'
import { historyFigure } from '../../bench/src/report/figures.ts'
import { boundMs } from '../../bench/src/roofline/bound.ts'
import type { Run } from '../../bench/src/run-file.ts'

const row = (impl: string, minMs: number, medianMs: number, maxMs: number): Row => ({
  suite: 'gemm',
  case: '512 f64 NN',
  impl,
  version: '1',
  threads: 1,
  minMs,
  medianMs,
  maxMs,
  runs: 3,
  gflops: 1,
})

describe('a comparison', () => {
  const verdict = (before: Row, after: Row) => changes([before], [after])[0].verdict
  const before = row('multiview', 9, 10, 11)

  test('says faster or slower only beyond noise and spread', () => {
    expect(verdict(before, row('multiview', 7, 8, 8.9))).toBe('faster')
    expect(verdict(before, row('multiview', 7, 8, 9.1))).toBe('same')
    expect(verdict(before, row('multiview', 11.1, 12, 13))).toBe('slower')
    expect(verdict(row('multiview', 9.9, 10, 10.1), row('multiview', 10.2, 10.3, 10.4))).toBe('same')
    expect(verdict(before, { ...row('multiview', 7, 8, 8.9), runs: 2 })).toBe('same')
  })

  test('takes the rows that both have, and tells what the other libraries did', () => {
    const list = changes([before, row('numpy', 1, 2, 3)], [row('multiview', 4, 5, 6), row('numpy', 1, 1, 1)])
    expect(list.map(({ impl, speed }) => [impl, speed])).toEqual([
      ['multiview', 2],
      ['numpy', 2],
    ])
    expect(changesText(list)).toContain('median speed 2.00 of before')
    expect(changesText(changes([], [before]))).toContain('no case in common')
  })
})

const run = (date: string, medianMs: number, cpu = 'A processor'): Run => ({
  machine: {
    cpu,
    cores: 2,
    memoryGiB: 8,
    platform: 'linux x64',
    node: '20',
    v8: '11',
    kernels: 'plain',
    loadBefore: 0,
    date,
  },
  startUpMs: 1,
  roofline: null,
  rows: [row('multiview', medianMs, medianMs, medianMs)],
})

test('runs are kept and come back oldest first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'multiview-history-'))
  try {
    const [old, later] = [run('2026-01-01T10:00:00.000Z', 2), run('2026-02-01T10:00:00.000Z', 1)]
    expect(keepRun(folder, later)).toBe('2026-02-01t10-00-00-a-processor.json')
    keepRun(folder, old)
    expect(readdirSync(folder)).toHaveLength(2)
    expect(keptRuns(folder)).toMatchObject([old, later])
    expect(keptRuns(join(folder, 'missing'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the figure of the history has the runs of one processor, at least two', () => {
  const [a, b, other] = [run('2026-01-01', 2), run('2026-01-02', 1), run('2026-01-03', 1, 'Another')]
  expect(historyFigure([a, b])).toContain('gemm')
  expect(historyFigure([a, b, other])).toBe(null)
  expect(historyFigure([a])).toBe(null)
})

describe('the roofline', () => {
  const machine = {
    peak: { float64: 10, float32: 20 },
    bandwidth: [
      { bytes: 1000, level: 'L1', add: 40, read: 80 },
      { bytes: 10_000, level: 'memory', add: 4, read: 8 },
    ],
  }

  test('bounds a product by arithmetic and a sum by memory', () => {
    const product = { kind: 'gemm', dtype: 'float64', layout: 'NN', m: 10, n: 10, k: 10 } as const
    // 2000 operations at 10 per ns take 200 ns; 2400 bytes at 4 per ns take 600 ns.
    expect(boundMs(product, machine)).toBeCloseTo(600e-6, 12)
    expect(boundMs({ ...product, m: 5, n: 5, k: 5 }, machine)).toBeCloseTo(25e-6, 12)
    const sum = { kind: 'elementwise', dtype: 'float32', op: 'sum', length: 2000 } as const
    expect(boundMs(sum, machine)).toBeCloseTo(1000e-6, 12)
    expect(boundMs({ ...sum, op: 'add', length: 50 }, machine)).toBeCloseTo(15e-6, 12)
  })

  test('says nothing of work that it cannot count', () => {
    expect(boundMs({ kind: 'elementwise', dtype: 'float64', op: 'exp', length: 9 }, machine)).toBe(null)
    expect(boundMs({ kind: 'own', dtype: 'float64', operations: 0, bytes: 0 }, machine)).toBe(null)
  })
})
