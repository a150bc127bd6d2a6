import {
  type Claim,
  checkReport,
  checkRequest,
  claims,
  type PresetName,
  presets,
  type Report,
  recomputeReport,
  reportFromJson,
  reportOf,
  reportToJson,
  verify,
} from '@multiview/theory'
import { type Answers, fakeScheduler } from './fake-scheduler.ts'

/** The claim of this id. */
export const claimNamed = (id: string): Claim => {
  const claim = claims.find(each => each.id === id)
  if (claim === undefined) throw new Error(`there is no claim ${id}`)
  return claim
}

const environment = { node: '', platform: '', cpu: '', workers: 1, durationSeconds: 0, kernels: '' }

/**
 * The claim of a report with one claim. It follows the format: no NaN, different roles for all
 * series, a reason unless it holds. Its intervals and verdicts follow from the draws in the report.
 */
export const onlyClaim = (findings: Parameters<typeof reportOf>[0]): Report['claims'][number] => {
  const report = checkReport(reportOf(findings, environment))
  const { differences } = recomputeReport(reportFromJson(reportToJson(report)))
  if (differences.length > 0) throw new Error(`what the report states: ${JSON.stringify(differences)}`)
  const [claim] = report.claims
  if ((claim.reason === null) !== (claim.verdict === 'holds'))
    throw new Error(`${claim.id} is said to be ${claim.verdict}, with the reason ${claim.reason}`)
  return claim
}

/**
 * The claim in the report for these results of the scheduler, at the size of a preset: of the first
 * one that includes it by default. `chosen` are settings that the user set.
 */
export const judged = async (
  id: string,
  answers: Answers,
  preset: PresetName = claimNamed(id).presets[0],
  chosen: Parameters<typeof checkRequest>[0]['chosen'] = {},
): Promise<Report['claims'][number]> => {
  const claim = claimNamed(id)
  return onlyClaim(
    await verify(
      checkRequest({
        preset: presets[preset],
        claims: [claim],
        seed: 1,
        chosen,
        version: 'test',
      }),
      fakeScheduler(answers),
    ),
  )
}
