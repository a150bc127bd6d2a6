/** The machine that the bench runs on. */
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os'
import { kernelState } from '@multiview/tensor/kernels'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly platform: string
  readonly node: string
  readonly v8: string
  readonly kernels: string
  /** Load of the last minute before the bench began. */
  readonly loadBefore: number
  readonly date: string
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  platform: `${platform()} ${arch()}`,
  node: process.versions.node,
  v8: process.versions.v8,
  kernels: kernelState().webAssembly ? `wasm-simd128${kernelState().fused ? ' fused' : ''}` : 'plain',
  loadBefore: Math.round(loadavg()[0] * 100) / 100,
  date: new Date().toISOString(),
})

/** Whether the machine had other work in the minute before, so that figures may say little. */
export const wasBusy = ({ loadBefore }: Machine): boolean => loadBefore > 0.5
