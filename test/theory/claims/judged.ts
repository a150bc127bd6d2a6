import { type Claim, claims, presets, type Report, verify } from '@multiview/theory'
import { type Answers, fakeLaboratory } from './fake-laboratory.ts'

/** The claim of this id. */
export const claimNamed = (id: string): Claim => {
  const claim = claims.find(each => each.id === id)
  if (claim === undefined) throw new Error(`there is no claim ${id}`)
  return claim
}

/** The claim as the report states it when the laboratory answers so, at the size of the first preset that includes it. */
export const judged = async (id: string, answers: Answers): Promise<Report['claims'][number]> => {
  const claim = claimNamed(id)
  const findings = await verify(
    { preset: presets[claim.presets[0]], claims: [claim], seed: 1, chosen: {}, version: 'test' },
    fakeLaboratory(answers),
  )
  return findings.claims[0]
}
