import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'Initialization decides which view is learned',
  statement:
    'A view in the lottery-winning set M at initialization, ahead of the other one by ' +
    '(S_{i,3−ℓ}/S_{i,ℓ})^{1/(q−2)}(1 + 1/log² m), is the view that its class learns.',
  source: 'Allen-Zhu and Li, ICLR 2023, the set M of the proof (reconstructed)',
  explanation: {
    quantity: 'share of the classes in M whose learned view was predicted',
    why:
      'While correlations are small, each grows at a rate that is a power of its own size, so ' +
      'the larger one runs away. Before any training one can therefore compute which view of a ' +
      'class is ahead, corrected by how strongly the data show it. If the lead is clear, the ' +
      'class is in the lottery-winning set M, and the winner should be known.',
  },
  departures: departuresOfRegime,
  control: {
    id: 'another-initialization',
    statement: 'M computed from the initialization of another model on the same data.',
  },
  settingLabels: {
    margin: ['margin of the lottery-winning set', '1 + 1/log² m'],
  },
}
