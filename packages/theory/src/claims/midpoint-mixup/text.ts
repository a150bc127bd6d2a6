import type { ClaimText } from '../claim.ts'
import { freshSamples } from '../shared/fresh-samples.ts'

export const text: ClaimText = {
  title: 'Training on midpoints learns both views of every class',
  statement:
    'Networks that train on midpoints of pairs of samples, with midpoints of their labels, learn both ' +
    'views of at least 80% of the classes. Networks that train on the samples themselves learn one view ' +
    'of almost all classes.',
  source:
    'Chidambaram, Wang, Wu and Ge, Provably Learning Diverse Features in Multi-View Data with Midpoint ' +
    'Mixup, ICML 2023, arXiv 2210.13512 (abstract and introduction: Theorem 4.6 for plain training, ' +
    'Theorem 4.7 for midpoints). The text of the theorems was not read; the bound is chosen.',
  explanation: {
    quantity: 'share of classes of which both views are learned',
    why:
      'The loss on a midpoint of two classes is least if both outputs are equal. The two views of a sample ' +
      'have weights β and 1 − β. If a class knows one view, its output varies with β, so the outputs of two ' +
      'classes differ. If it knows both views equally, its output is constant. So the view that is behind ' +
      'keeps a gradient until it has caught up. Plain training fits the labels with one view, and its ' +
      'gradient vanishes.',
  },
  departures: () => [
    'A view counts as learned if 95% of the fresh samples that show it alone are classified correctly; ' +
      'the definition in the theorem was not read.',
    'The network is that of Allen-Zhu and Li, with a smoothed ReLU of power 3, and noise that is ' +
      'orthogonal to all features.',
    'Pairs are drawn once, at random; the theorem is about the loss over all pairs.',
    'Steps are as long as the change of the weights allows, in place of a small constant η: the ' +
      'authors report that gradients become too small to simulate powers above 2 with constant steps.',
    'Settings were chosen on seed 5001. With k = 10 and 600 pairs, one class in ten was still ' +
      'missing a view when the loss was 0.05.',
  ],
  control: {
    id: 'plain-training',
    statement: 'The same data and starts, trained on the samples themselves.',
  },
  settingLabels: {
    ...freshSamples,
    networks: ['networks, each with its own data set', ''],
    controls: ['networks of the control, and as many with shuffled labels', ''],
    pairs: ['pairs of samples of a training set', ''],
    viewSum: ['sum of Σz of both own views of a training sample', ''],
    stepsWithShuffledLabels: ['steps with shuffled labels', ''],
  },
}
