import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../packages/bundle.ts'
import { installPacked } from '../../packages/packed.ts'

let packed: ReturnType<typeof installPacked>
beforeAll(() => {
  packed = installPacked()
})
afterAll(() => packed?.remove())

const dist = () => join(packed.folder, 'node_modules/@multiview/tensor/dist')
const gzipped = (program: string, external: string[] = []) =>
  bundle(packed.folder, program, { minify: true, external }).gzipped

test('the core with autodiff, minified and gzipped without the kernels, stays under 22 kB', () => {
  const core = ['array', 'autodiff', 'ops']
    .map(room => `export * from '${dist()}/${room}/index.js'`)
    .join('\n')
  const size = gzipped(core, ['*/kernels/registry.js'])
  console.log(
    `core with autodiff ${size} B, everything in the main entry with kernels ${gzipped("export * from '@multiview/tensor'")} B`,
  )
  expect(size).toBeLessThan(22_000)
})

/** Ops that cannot be as small: what they are made of is large, or they call another op that is. */
const larger: Record<string, [limit: number, because: string]> = {
  einsum: [14_500, 'calls matmul'],
  dot: [11_800, 'calls matmul'],
  matmul: [11_800, 'carries its WebAssembly kernel'],
  pow: [7_500, 'its power needs logarithms of twice the precision'],
  logSumExp: [7_000, 'exp, log, sum and their derivatives'],
  logSoftmax: [7_000, 'exp, log, sum and their derivatives'],
  logAddExp: [6_500, 'exp, log1p and the sigmoid'],
  softplus: [6_500, 'exp, log1p and the sigmoid'],
  cumprod: [7_000, 'its derivative divides, multiplies and sums'],
  prod: [6_500, 'its derivative divides, multiplies and sums'],
  sort: [6_500, 'its derivative gathers and scatters'],
}

test('an op imported alone stays under 6 kB, and the few that cannot under their own limits', async () => {
  const ops = Object.keys(await import(`${dist()}/ops/index.js`)).filter(name => /^[a-z]/.test(name))
  expect(ops.length).toBeGreaterThan(60)
  const sizes = new Map(
    [...ops, 'tensor'].map(name => [name, gzipped(`export { ${name} } from '@multiview/tensor'`)]),
  )
  const tooLarge = [...sizes].filter(([name, size]) => size >= (larger[name]?.[0] ?? 6_000))
  expect(tooLarge).toEqual([])
  console.log(`alone, in bytes: ${[...sizes].map(([name, size]) => `${name} ${size}`).join(', ')}`)
})

test('a page that takes a gradient stays under 8.4 kB', () => {
  expect(gzipped("export { exp, grad, sum, tensor } from '@multiview/tensor'")).toBeLessThan(8_400)
})

test('entries beside the main one stay small', () => {
  expect(gzipped("export { exp } from '@multiview/tensor/math'")).toBeLessThan(800)
  expect(gzipped("export * from '@multiview/tensor/math'")).toBeLessThan(4_000)
  expect(gzipped("export { stream } from '@multiview/tensor'")).toBeLessThan(4_000)
})
