/** Where regime `theorems` departs from the paper, in sentences for the pages of its claims. */

/** From Definition 1 and from the paper's descent: of every claim in the regime. */
export const departuresOfRegime: readonly string[] = [
  'Σz of other classes in multi-view samples is 0.7 to 0.8 beside own ones of 2.1 to 2.3 on two patches; ' +
    'Definition 1 allows at most 0.4. Weaker ones make the race for a student’s second view harder, so ' +
    'that some classes lack one at a k as small as this.',
  'Training sets have every class and view equally often, the limit of independent labels as N grows: ' +
    'with twelve samples per class, independent ones leave some classes with too few.',
  'Each class takes steps of its own length (setting stepRule: multirate) in place of a small constant η; ' +
    'both follow the same gradient flow. With common steps a student needs many times as many: what has ' +
    'converged bounds them while other views still grow from their start.',
]

/** From the distillation step (4.4). */
export const departuresOfDistillation: readonly string[] = [
  'The mask: (4.4) pushes an output without limit in the truncated part of the softmax; here its ' +
    'derivative, 0 for τ²F ≥ 1, is kept. Without it the outputs grow without end.',
  'τ is 1, not 1/log² k: with a smaller τ a student has to grow outputs of 1/τ² for every class that ' +
    'it sees, and learns fewer second views in the time that it has.',
  'The teacher’s average is multiplied by 10, the factor Θ~(1) of Theorem 2: without it the classes that ' +
    'few members know stay below the truncation level.',
  'A student ends after 20,000 steps at the latest (setting maxSteps), and one that has not matched its ' +
    'teacher by then fails.',
]

/** Of the claims in R^d. */
export const departuresInDimensions: readonly string[] = [
  'The power q is 8 and the threshold ϱ is 3. What a neuron remembers of one patch leaks into all others ' +
    'by 1/√d, and has to stay small beside its start; with a small q or ϱ that takes a far larger d.',
  'Σz of other classes in multi-view samples is 0.1 to 0.2: stronger ones keep gradients alive for long, ' +
    'and the noise of their patches accumulates.',
  'Steps are adaptive: each is as long as changes no neuron by more than 30%, in place of one small η.',
  'Settings were chosen on seeds 5001 and 5002.',
]
