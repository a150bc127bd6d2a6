import type { ClaimText } from '../claim.ts'

export const text: ClaimText = {
  title: 'Views grow by the tensor-power method, then errors fall as 1/t',
  statement:
    'Phase I of a class ends (Λ_i = ϱ) at the time that the tensor-power method predicts from ' +
    'Λ_{i,ℓ}^{(0)} and S_{i,ℓ} alone, about k/σ_0^{q−2}, within a factor of 2 (the typical ' +
    'factor over classes, at every q and σ_0 tried). In phase II the multi-view error falls as ' +
    '1/t.',
  source: 'Allen-Zhu and Li, ICLR 2023, phases I and II of the proof',
  explanation: {
    quantity: 'typical factor between time and tensor-power time',
    why:
      'If training is this snowball, then the initial weights and the data alone say when each ' +
      'view becomes large, before the first step. After that a sample that is classified ' +
      'correctly changes the weights less and less, by an amount proportional to its error: an ' +
      'error e that falls at the rate e² falls as 1/t.',
  },
  control: {
    id: 'another-initialization',
    statement: 'The times that the tensor-power method predicts for the initialization of another model.',
  },
  settingLabels: {
    powers: ['powers', 'q'],
  },
}
