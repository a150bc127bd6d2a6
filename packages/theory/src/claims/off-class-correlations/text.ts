import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'What a class does not learn stays at its initial size',
  statement:
    'In at least 80% of the models ⟨w_{i,r}, v_{j,ℓ}⟩ with j ≠ i stays Õ(σ_0) during the whole run ' +
    'and no ⟨w, v⟩ falls below −Õ(σ_0): at most twice σ_0 (2 ln 2k²m)^{1/2}, the size of the ' +
    'largest at the start. The losing view of a class of the lottery-winning set stays there too.',
  source: 'Allen-Zhu and Li, ICLR 2023, the induction hypotheses of the proof (reconstructed)',
  explanation: {
    quantity: 'share of models in which no such correlation grows',
    why:
      'The proof follows only the views that a class learns, and needs everything else to stay ' +
      'as small as it began: features of other classes, and the views that lost. If these also ' +
      'grew, a network would know both views in the end and the lottery would decide ' +
      'nothing.',
  },
  control: {
    id: 'shuffled-labels',
    statement:
      'Every sample gets the label of another one: then only features of other classes ' +
      'distinguish the samples.',
  },
}
