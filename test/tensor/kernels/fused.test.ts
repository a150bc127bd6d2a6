import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** Node 20 needs a flag for relaxed SIMD, and later versions refuse this flag. */
const flags = ['--experimental-wasm-relaxed-simd'].filter(
  flag => spawnSync(process.execPath, [flag, '--eval', '']).status === 0,
)

const built = (path: string) => new URL(`../../../packages/${path}`, import.meta.url).href

/** Runs in its own process, because the flag applies to a process. */
const program = `
import { gemm, matrixView, useFusedMultiplyAdd } from '${built('tensor/dist/kernels/index.js')}'
import { environmentOf } from '${built('theory/dist/index.js')}'
const n = 64
const a = new Float64Array(n * n).map((_, i) => Math.sin(i))
const product = () => {
  const c = new Float64Array(n * n)
  gemm(matrixView(a, n, n), matrixView(a, n, n), matrixView(c, n, n))
  return [...c]
}
const look = inForce => ({ inForce, kernels: environmentOf(1, 0).kernels, product: product() })
console.log(JSON.stringify([look(false), look(useFusedMultiplyAdd(true)), look(useFusedMultiplyAdd(false))]))
`

it('fused multiply-add is off unless asked for, changes last bits only, and stands in the report', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, '--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  )
  expect(stderr.replace(/^.*ExperimentalWarning.*$/gm, '').trim()).toBe('')
  const [before, asked, after] = JSON.parse(stdout) as {
    inForce: boolean
    kernels: string
    product: number[]
  }[]
  expect(before.kernels).toBe('WebAssembly, 128-bit SIMD, no fused multiply-add')
  expect(after).toEqual(before)
  if (asked.inForce) {
    expect(asked.kernels).toBe('WebAssembly, 128-bit SIMD, fused multiply-add')
    expect(asked.product).not.toEqual(before.product)
  } else expect(asked.kernels).toBe(before.kernels)
  asked.product.forEach((value, i) => {
    expect(Math.abs(value - before.product[i])).toBeLessThan(1e-13)
  })
})
