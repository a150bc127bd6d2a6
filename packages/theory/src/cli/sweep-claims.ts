/** What `multiview sweep` does with claims: measures and judges them in every cell. */

import { claimsOf } from '../claims/index.ts'
import { checkClaimSweep, sweepClaims } from '../sweep/claims.ts'
import { cellText } from '../sweep/grid.ts'
import type { Sweep } from '../sweep/sweep.ts'
import { version } from '../version.ts'
import { type KnownClaims, keptFileOf, ourClaims } from './claim-files.ts'
import { InputError } from './complaint.ts'
import { claimsNamed, presetNamed } from './parse.ts'
import type { CheckedRun } from './resumable-run.ts'
import { chosenValues, parametersOf } from './set-words.ts'
import { axesOf } from './sweep-axes.ts'
import { type KeptSweep, sweepOutput } from './sweep-folder.ts'

/** Without ids, the claims of the user's files run that belong to the preset. */
export const checkedClaims = (
  kept: KeptSweep,
  { files, claims: known }: KnownClaims,
): CheckedRun<KeptSweep, Sweep, Sweep> => {
  const { preset: presetName = 'quick', claims: ids = [], seed, over, set } = kept
  const preset = presetNamed(presetName)
  const own = known.filter(claim => !ourClaims.claims.includes(claim))
  const claims = ids.length > 0 ? claimsNamed(ids, known) : claimsOf(preset.name, own)
  if (claims.length === 0)
    throw new InputError(`--claims has no claim of preset ${preset.name}; name a claim, or another preset.`)
  const { chosen, parameters } = chosenValues(set, claims)
  const request = checkClaimSweep({
    preset,
    claims,
    over: axesOf(over, Object.keys({ ...chosen, ...parameters }), parametersOf(claims)),
    seed,
    chosen,
    parameters,
    version,
  })
  const unfinished = new Set<string>()
  return {
    request: {
      ...kept,
      claims: claims.map(({ id }) => id),
      ...(files.length > 0 && { claimFiles: files.map(keptFileOf) }),
    },
    settings: () => request.cells.flatMap(each => claims.map(claim => each.request.settingsOf(claim))),
    files,
    notes: [],
    measure: tasks => sweepClaims(request, tasks, unfinished),
    unfinished: () => `measure of ${[...unfinished].join(', ') || cellText(request.cells[0].cell)}`,
    ...sweepOutput,
  }
}
