/** numpy-ts, a NumPy in TypeScript with WebAssembly kernels. */
import type { Peer } from '../peer.ts'
import { sampler } from '../timing.ts'
import { drawn, type LinalgWork, linalgData } from '../workload.ts'
import { load, versionOf } from './library.ts'

export const numpyTs = async (): Promise<Peer> => {
  const np = await load('numpy-ts')
  const disposing = (make: () => { dispose?(): void }) => () => make().dispose?.()
  return {
    name: 'numpy-ts',
    version: versionOf('numpy-ts'),
    threads: 1,
    prepare: async work => {
      const array = (length: number, seed: number) =>
        np.frombuffer(drawn(work.dtype, length, seed).buffer, work.dtype)
      if (work.kind === 'gemm') {
        const a = array(work.m * work.k, 1).reshape([work.m, work.k])
        const b = array(work.k * work.n, 2).reshape([work.k, work.n])
        return { sample: sampler(disposing(() => np.matmul(a, b))) }
      }
      if (work.kind === 'linalg') {
        const data = linalgData(work)
        const a = np.frombuffer(data.a.buffer, 'float64').reshape([work.size, work.size])
        const b = np.frombuffer(data.b.buffer, 'float64')
        // Its eigh takes ten seconds for size 256, and it does not have lu.
        const runs: Partial<Record<LinalgWork['op'], () => unknown>> = {
          solve: () => np.linalg.solve(a, b),
          inv: () => np.linalg.inv(a),
          cholesky: () => np.linalg.cholesky(a),
          qr: () => np.linalg.qr(a),
          svd: () => np.linalg.svd(a),
        }
        const run = runs[work.op]
        return run ? { sample: sampler(run) } : null
      }
      if (work.kind !== 'elementwise') return null
      const [x, y] = [array(work.length, 1), array(work.length, 2)]
      if (work.op === 'sum') return { sample: sampler(() => np.sum(x)) }
      const runs = {
        add: () => np.add(x, y),
        mul: () => np.multiply(x, y),
        exp: () => np.exp(x),
        tanh: () => np.tanh(x),
      }
      return { sample: sampler(disposing(runs[work.op])) }
    },
  }
}
