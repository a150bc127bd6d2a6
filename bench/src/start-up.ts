/** The time of the first product of a process: emit, compile and run the kernel. */
import { gemm, matrixView } from '@multiview/tensor/kernels'
import { drawn } from './workload.ts'

/** Milliseconds. Call this before anything else uses a kernel. */
export const startUp = (): number => {
  const a = drawn('float64', 64 * 64, 1)
  const c = new Float64Array(64 * 64)
  const before = performance.now()
  gemm(matrixView(a, 64, 64), matrixView(a, 64, 64), matrixView(c, 64, 64))
  return performance.now() - before
}
