/** How long the first product of a process takes: emitting, compiling and running the kernel. */
import { gemm, matrixView } from '@multiview/tensor/kernels'
import { drawn } from './workload.ts'

/** To be called before anything else has used a kernel; milliseconds. */
export const startUp = (): number => {
  const a = drawn('float64', 64 * 64, 1)
  const c = new Float64Array(64 * 64)
  const before = performance.now()
  gemm(matrixView(a, 64, 64), matrixView(a, 64, 64), matrixView(c, 64, 64))
  return performance.now() - before
}
