import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from './bundle.ts'
import { installPacked } from './packed.ts'

let packed: ReturnType<typeof installPacked>
beforeAll(() => {
  packed = installPacked()
})
afterAll(() => packed?.remove())

const dist = () => join(packed.folder, 'node_modules/@multiview/tensor/dist')
const gzipped = (program: string, external: string[] = []) =>
  bundle(packed.folder, program, { minify: true, external }).gzipped

test('the core with autodiff, minified and gzipped without the kernels, stays under 20 kB', () => {
  const core = ['array', 'autodiff', 'ops']
    .map(room => `export * from '${dist()}/${room}/index.js'`)
    .join('\n')
  const size = gzipped(core, ['*/kernels/registry.js'])
  console.log(
    `core with autodiff ${size} B, everything in the main entry with kernels ${gzipped("export * from '@multiview/tensor'")} B`,
  )
  expect(size).toBeLessThan(20_000)
})

test.each(['exp', 'add', 'mul', 'sqrt', 'tensor'])('%s imported alone stays under 5 kB', name => {
  const size = gzipped(`export { ${name} } from '@multiview/tensor'`)
  console.log(`${name} alone ${size} B`)
  expect(size).toBeLessThan(5_000)
})

test('entries beside the main one stay small', () => {
  expect(gzipped("export { exp } from '@multiview/tensor/math'")).toBeLessThan(800)
  expect(gzipped("export * from '@multiview/tensor/math'")).toBeLessThan(4_000)
  expect(gzipped("export { stream } from '@multiview/tensor'")).toBeLessThan(4_000)
})
