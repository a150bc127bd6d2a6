/**
 * The worker that checks claims of preset quick by the rule of `multiview verify`. It trains in
 * further workers of the same file, one for each core, and keeps the networks that claims share.
 */

import {
  type ClaimSettings,
  checkRequest,
  claims,
  execute,
  type Findings,
  type Pool,
  presets,
  type Scheduler,
  scheduler,
  type Task,
  verify,
} from '@multiview/theory'
import { webPool } from './web-pool.ts'

export type VerifyRequest =
  | {
      readonly kind: 'claim'
      readonly id: string
      readonly seed: number
      /** Settings that replace those of the claim. */
      readonly chosen: Partial<ClaimSettings>
      readonly workers: number
    }
  | { readonly kind: 'task'; readonly task: Task }

export type VerifyMessage =
  | { readonly kind: 'progress'; readonly id: string; readonly done: number; readonly asked: number }
  | { readonly kind: 'found'; readonly id: string; readonly findings: Findings }
  | { readonly kind: 'failed'; readonly id: string; readonly why: string }

const scope = globalThis as unknown as {
  onmessage: (event: { data: VerifyRequest }) => void
  postMessage: (message: unknown) => void
  readonly location: { readonly href: string }
}

/** Milliseconds between two messages on progress. */
const progressEvery = 250

let pool: Pool | null = null
/** The scheduler of a seed; claims of one seed share its results. */
let shared: { readonly seed: number; readonly scheduler: Scheduler } | null = null

type ClaimRequest = Extract<VerifyRequest, { kind: 'claim' }>

const check = async ({ id, seed, chosen, workers }: ClaimRequest): Promise<void> => {
  pool ??= webPool(scope.location.href, workers)
  if (shared?.seed !== seed) shared = { seed, scheduler: scheduler(pool, null) }
  const ofSeed = shared.scheduler
  const before = ofSeed.progress().tasks
  const report = (): void => {
    const { done, asked } = ofSeed.progress().tasks
    scope.postMessage({
      kind: 'progress',
      id,
      done: done - before.done,
      asked: asked - before.asked,
    } satisfies VerifyMessage)
  }
  const clock = setInterval(report, progressEvery)
  try {
    const request = checkRequest({
      preset: presets.quick,
      claims: claims.filter(claim => claim.id === id),
      seed,
      chosen,
      version: '',
    })
    scope.postMessage({ kind: 'found', id, findings: await verify(request, ofSeed) } satisfies VerifyMessage)
  } catch (error) {
    scope.postMessage({ kind: 'failed', id, why: String(error) } satisfies VerifyMessage)
  } finally {
    clearInterval(clock)
  }
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'claim') check(data)
  else scope.postMessage(execute(data.task, () => {}))
}
