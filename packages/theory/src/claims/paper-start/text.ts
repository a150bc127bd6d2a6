import type { ClaimText } from '../claim.ts'
import { departuresOfRegime } from '../shared/departures.ts'

export const text: ClaimText = {
  title: 'At the paper’s own start the share of classes with both views falls as k grows',
  statement:
    'Started at σ_0 = k^{−1/(q−2)}, networks of q = 3 learn both views of nearly all classes at a small k. The ' +
    'share of these classes falls as k grows: its log odds fall with log k at a slope of −0.5 or below.',
  source:
    'Derived from Allen-Zhu and Li, ICLR 2023, Theorem 1, which says of a large enough k that a network ' +
    'misses one view of nearly every class; σ_0^{q−2} = 1/k is reconstructed',
  explanation: {
    quantity: 'slope of the log odds of a class with both views over log k',
    why:
      'A class learns its second view too if this view has grown before the first one explains the samples. ' +
      'So it needs a second view whose start is nearly as large as that of the first. How near it has to be ' +
      'depends on σ_0: from a smaller start the race takes longer, and the leader wins by more. The σ_0 of ' +
      'the paper falls as k grows, slowly, so that a network loses half of the single-view data only at a k ' +
      'far beyond what a computer can train. The other claims take a smaller σ_0 for this reason.',
  },
  departures: setting => [
    ...departuresOfRegime({ ...setting, classes: 100, patches: 200 }),
    'Errors are those that the views of a network lead to expect, not those of fresh samples: from so large ' +
      'a start the bounds of the reduced model leave many samples open at k = 100 and below.',
    'At q = 4 the start k^{−1/2} is that of q = 3 at √k, so that the trend begins at a k that cannot be ' +
      'trained. One network is shown at each of two k.',
    'The log odds are not quite a straight line over log k, so that the k at which they reach the window of ' +
      'Theorem 1 is a guess.',
  ],
  control: {
    id: 'constant-start',
    statement: 'The same σ_0 at every k, that of the paper at k = 400: the share falls far less.',
  },
  settingLabels: {
    fittedClasses: ['numbers of classes from which the slopes are fitted', 'k'],
    dataSetsShown: ['data sets where the claim draws few', ''],
    constantStart: ['start of the control', 'σ_0'],
  },
}
