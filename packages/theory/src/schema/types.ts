/** What a claim puts into the report. The format itself, and its checks, are in `report.ts`. */

import type { InferOutput } from 'valibot'
import type * as schema from './report.ts'

export type { Draws, LeveledDraws, SeveralDraws, SingleDraws, Tests } from './draws.ts'

/**
 * A measured value with its confidence interval at `level`, from `n` independent draws of `unit`.
 */
export type Measured = InferOutput<typeof schema.measured>

/**
 * A measured value as claims give it, with words for the reason of a verdict, which the report does
 * not have. It may leave out how its limits were computed.
 */
export type Estimate = Omit<Measured, 'method' | 'draws'> & {
  readonly method?: Measured['method']
  /** What value and limits follow from. */
  readonly draws?: Measured['draws']
  /** Why there are no limits. */
  readonly missing?: string | undefined
  /** What more of makes the interval narrower; draws unless given. */
  readonly narrowedBy?: 'test samples'
}

/** Where the interval has to lie. null leaves a side open; at least one side is a number. */
export type Bound = InferOutput<typeof schema.bound>

/**
 * Something that has to be true besides the bound, such as a training accuracy of 1. It may leave
 * out how its limits were computed.
 */
export type Condition = Omit<InferOutput<typeof schema.condition>, 'method' | 'n'> &
  Partial<Pick<InferOutput<typeof schema.condition>, 'method' | 'n'>>

/** Something that is shown with a claim and does not change its verdict. */
export type Check = InferOutput<typeof schema.check>

/** Values over x for figures, with limits and predictions of the same length or null. */
export type Series = InferOutput<typeof schema.series>

/** The measurement with the mechanism removed, judged by the claim's own rule. */
export type Control = InferOutput<typeof schema.control>

/** One claim with its judgement, as it stands in the report. */
export type ReportClaim = InferOutput<typeof schema.claim>

/** A setting's value: a number, a range as a pair, or a word. */
export type SettingValue = InferOutput<typeof schema.settingValue>

export type Verdict = ReportClaim['verdict']
export type ControlVerdict = Control['verdict']
