/** The machine of a report: the only part of a report that may differ between runs. */

import { cpus } from 'node:os'
import { kernelState } from '@multiview/tensor/kernels'
import type { Environment } from './schema/report.ts'

/** @param audited tasks of a queue that were computed twice, with the same bytes */
export const environmentOf = (
  workers: number,
  startedAt: number,
  audited: number | null = null,
): Environment => ({
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  workers,
  durationSeconds: Math.round((performance.now() - startedAt) / 100) / 10,
  kernels: kernelsText(kernelState()),
  ...(audited !== null && { audited }),
})

/** Fused multiply-add changes the last bits of products, so a report tells whether it was used. */
const kernelsText = ({ webAssembly, fused }: ReturnType<typeof kernelState>): string => {
  if (!webAssembly) return 'plain TypeScript'
  return `WebAssembly, 128-bit SIMD, ${fused ? 'fused multiply-add' : 'no fused multiply-add'}`
}
