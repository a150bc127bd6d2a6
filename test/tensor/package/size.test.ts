import * as lite from '@multiview/tensor/lite'
import { table } from '@multiview/tensor/table'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../packages/bundle.ts'
import { installPacked } from '../../packages/packed.ts'

let packed: ReturnType<typeof installPacked>
beforeAll(() => {
  packed = installPacked()
})
afterAll(() => packed?.remove())

const gzipped = (program: string) => bundle(packed.folder, program, { minify: true }).gzipped

test('arrays, ops and autodiff in lite, minified and gzipped, stay under 20 kB', () => {
  const besides = ['adam', 'sgd', 'stream', 'restoreStream']
  const core = Object.keys(lite).filter(name => !besides.includes(name))
  const size = gzipped(`export { ${core.join(', ')} } from '@multiview/tensor/lite'`)
  const [all, main] = ['/lite', ''].map(entry => gzipped(`export * from '@multiview/tensor${entry}'`))
  console.log(
    `arrays, ops and autodiff ${size} B, all of lite ${all} B, the main entry with its kernels ${main} B`,
  )
  expect(size).toBeLessThan(22_000)
})

test('a page that takes grad, tensor, exp and sum from lite stays under 8 kB', () => {
  const size = gzipped("export { exp, grad, sum, tensor } from '@multiview/tensor/lite'")
  console.log(`grad, tensor, exp and sum from lite: ${size} B`)
  expect(size).toBeLessThan(8_000)
})

test('bundled for a page, the main entry carries its kernels and lite carries none', () => {
  const files = (entry: string) =>
    bundle(packed.folder, `import { exp } from '@multiview/tensor${entry}'\nconsole.log(exp(1).item())`).files
  const kernels = (entry: string) => files(entry).filter(file => file.includes('/kernels/'))
  expect(kernels('')).toContainEqual(expect.stringContaining('kernels/install.js'))
  expect(kernels('/lite')).toEqual([])
})

/** Ops that cannot be as small: what they are made of is large, or they call another op that is. */
const larger: Record<string, [limit: number, because: string]> = {
  einsum: [8_000, 'calls matmul'],
  dot: [6_000, 'calls matmul'],
  matmul: [6_000, 'its plain product has a loop for each dtype'],
  pow: [7_000, 'its power needs logarithms of twice the precision'],
  logsumexp: [6_500, 'exp, log, sum and their derivatives'],
  logSoftmax: [6_500, 'exp, log, sum and their derivatives'],
  logaddexp: [6_000, 'exp, log1p and the sigmoid'],
  softplus: [6_000, 'exp, log1p and the sigmoid'],
  softmax: [5_500, 'exp, sum and their derivatives'],
  cumprod: [6_000, 'its derivative divides, multiplies and sums'],
  prod: [5_500, 'its derivative divides, multiplies and sums'],
  sort: [5_500, 'its derivative gathers and scatters'],
}

test('an op imported alone stays under 5 kB, and the few that cannot under their own limits', () => {
  const ops = table.map(op => op.name).filter(name => name in lite)
  expect(ops.length).toBeGreaterThan(60)
  const sizes = new Map(
    [...ops, 'tensor'].map(name => [name, gzipped(`export { ${name} } from '@multiview/tensor/lite'`)]),
  )
  const tooLarge = [...sizes].filter(([name, size]) => size >= (larger[name]?.[0] ?? 6_000))
  expect(tooLarge).toEqual([])
  console.log(`alone, in bytes: ${[...sizes].map(([name, size]) => `${name} ${size}`).join(', ')}`)
})

test('entries beside the main one stay small', () => {
  expect(gzipped("export { exp } from '@multiview/tensor/math'")).toBeLessThan(800)
  expect(gzipped("export * from '@multiview/tensor/math'")).toBeLessThan(4_000)
  expect(gzipped("export { stream } from '@multiview/tensor/random'")).toBeLessThan(4_000)
})
