/**
 * Every setting, declared once: its symbol in the paper, its meaning in words, the values that it
 * takes, and the group that reads it. The types of settings, their validation, `--set`, `multiview
 * info` and the words of reports are derived from this table.
 */

import { stepRuleNames } from '../step-rule/index.ts'
import { modelNames } from '../step-rule/rule.ts'

interface Common {
  /** The paper's symbol, or the usual one of what the paper does not have; '' if there is none. */
  readonly symbol: string
  /** Other accepted spellings of the symbol; the first one has plain letters. */
  readonly spellings?: readonly string[]
  readonly meaning: string
  /** The unit of its value; a setting without a unit is a pure number or a count. */
  readonly unit?: string
}

/** A `list` has one number for each view, or one for all. */
export interface NumberSetting<Kind extends 'number' | 'integer' | 'range' | 'list'> extends Common {
  readonly kind: Kind
  readonly low: number
  readonly high: number
  /** Whether the ends are allowed; default: both. */
  readonly lowIncluded?: boolean
  readonly highIncluded?: boolean
}

export interface ChoiceSetting<Choice extends string> extends Common {
  readonly kind: 'choice'
  readonly choices: readonly Choice[]
}

export type SettingRecord = NumberSetting<'number' | 'integer' | 'range' | 'list'> | ChoiceSetting<string>

type More = Partial<Common>

const integer = (
  symbol: string,
  meaning: string,
  low: number,
  high: number,
  more: More = {},
): NumberSetting<'integer'> => ({ kind: 'integer', symbol, meaning, low, high, ...more })

const number = (
  symbol: string,
  meaning: string,
  low: number,
  high: number,
  more: More = {},
): NumberSetting<'number'> => ({ kind: 'number', symbol, meaning, low, high, ...more })

const positive = (
  symbol: string,
  meaning: string,
  high: number,
  more: More = {},
): NumberSetting<'number'> => ({ ...number(symbol, meaning, 0, high, more), lowIncluded: false })

/** Totals Σ_p z_p over the patches of one feature, drawn uniformly from a closed range. */
const weights = (symbol: string, meaning: string, more: More = {}): NumberSetting<'range'> => ({
  kind: 'range',
  symbol,
  meaning,
  low: 0,
  high: 1e6,
  ...more,
})

/** One positive number for each view, or one for all. */
const factors = (meaning: string, high: number): NumberSetting<'list'> => ({
  kind: 'list',
  symbol: '',
  meaning,
  low: 0,
  high,
  lowIncluded: false,
})

const choice = <const Choice extends string>(
  meaning: string,
  choices: readonly Choice[],
): ChoiceSetting<Choice> => ({ kind: 'choice', symbol: '', meaning, choices })

/**
 * The distributions D_m, D_s and their mixture (Definition 1 of arXiv 2012.09816), in any
 * dimension.
 */
const data = {
  /** k, the number of classes. */
  classes: integer('k', 'number of classes', 2, 100_000),
  /**
   * V, the views of a class: the features v_{j,1}, …, v_{j,V}. The paper has two, and says that
   * more are possible. A single-view sample shows one of them with the own weight, and each of the
   * V − 1 others with weight ρ.
   */
  views: integer('V', 'views of a class', 2, 64),
  /**
   * P, the patches of one sample: enough for every feature of every class. A patch without a
   * feature is noise alone; in the limit at γ = 0 that noise has length 0, and the patch adds
   * nothing.
   */
  patches: integer('P', 'patches of a sample', 2, 1e9),
  /** N, the samples of a training set. */
  samples: integer('N', 'samples of a training set', 1, 1e8),
  /**
   * μ, the fraction of single-view samples; exactly round(μN) samples of a training set are
   * single-view.
   */
  singleViewFraction: {
    ...number('μ', 'fraction of single-view samples', 0, 1, { spellings: ['mu', 'µ'] }),
    lowIncluded: false,
    highIncluded: false,
  },
  /**
   * How the labels of a training set, and the present views of its single-view samples, are drawn:
   * `independent`, uniform for each sample, or `even`, every class and view equally often (up to
   * one sample), which is the limit of both as N grows.
   */
  trainingDraw: choice('labels and present views of a training set', ['independent', 'even']),
  /** s: each feature of each other class is present with probability s/k. */
  otherFeatureRate: number('s', 'a feature of another class is present with probability s/k', 0, 1e5),
  /** C_p, the patches that one present feature occupies. */
  patchesPerFeature: integer('C_p', 'patches of one present feature', 1, 1e6, { spellings: ['Cp'] }),
  /**
   * Patches of a feature of another class; 0 stands for C_p. A smaller number stands for the
   * paper's C_p patches, of which the others have weight 0 and no noise.
   */
  patchesPerOtherFeature: integer(
    '',
    'patches of a feature of another class; 0 stands for as many as an own one has',
    0,
    1e6,
  ),
  /**
   * How the total weight Σ z_p of a feature splits over its C_p patches: evenly, in random shares
   * (each proportional to a uniform number), or all on the first. The paper fixes the total alone.
   */
  weightSplit: choice('how a feature’s total weight splits over its patches', ['even', 'random', 'first']),
  /**
   * Σ z_p of an own feature: all views of a multi-view sample, the present view of a single-view
   * one.
   */
  ownWeight: weights('Σz own', 'total weight of an own feature'),
  /**
   * Factors of the views on Σ z_p of an own feature, for views of unequal strength: where view ℓ of
   * its class is shown with the own weight, a sample shows it with the weight times factor ℓ. One
   * number stands for all V. Ours; the views of the paper are alike.
   */
  viewFactors: factors('factors of the views on the total weight of an own feature, or one for all', 1e3),
  /** Σ z_p of a view that a single-view sample shows only weakly: ρ. */
  weakViewWeight: weights('ρ', 'total weight of a view that a single-view sample shows only weakly', {
    spellings: ['rho'],
  }),
  /** Σ z_p of a feature of another class in a multi-view sample. */
  otherWeight: weights('Σz other', 'total weight of another class’s feature in a multi-view sample'),
  /** Σ z_p of a feature of another class in a single-view sample: Γ. */
  singleViewOtherWeight: weights('Γ', 'total weight of another class’s feature in a single-view sample', {
    spellings: ['Gamma'],
  }),
  /**
   * γ, the upper end of the feature noise α ~ U[0, γ] of every patch along every feature. Above 0 a
   * run of the limit counts all P patches of a sample.
   */
  featureNoise: number('γ', 'upper end of the feature noise', 0, 1, { spellings: ['gamma'] }),
  /** ‖ξ‖ = σ_p √d, the length of the noise of a feature patch. */
  noiseNorm: number('‖ξ‖', 'length of a patch’s noise', 0, 1e6, {
    spellings: ['xi', 'ξ', '|ξ|', '||ξ||'],
    unit: 'feature lengths',
  }),
}

/** The two-layer network with smoothed ReLU and its initialization, as in the paper. */
const network = {
  /** m, the neurons of one class. */
  neurons: integer('m', 'neurons of one class', 1, 100_000),
  /** q, the power of the smoothed ReLU below its threshold; the lottery needs q ≥ 3. */
  power: number('q', 'power of the smoothed ReLU', 2, 64),
  /** ϱ, the threshold above which the smoothed ReLU is linear. */
  threshold: positive('ϱ', 'threshold of the smoothed ReLU', 1e6, { spellings: ['varrho'] }),
  /** σ_0, the standard deviation of an initial weight. */
  initialScale: positive('σ_0', 'standard deviation of an initial weight', 1e3, {
    spellings: ['sigma_0', 'sigma0', 'σ0', 'σ₀'],
  }),
}

/** Gradient descent: its step rule, its variants, and when it ends. */
const training = {
  /**
   * The model that is trained: `limit`, noise vectors orthogonal; `reduced`, the same for many
   * classes; `dense`, patches in R^d.
   */
  model: choice('model that is trained: limit, reduced for many classes, or dense in R^d', modelNames),
  /**
   * `adaptive` bounds the relative change of every neuron; `constant` is the paper's descent with
   * step η; `multirate` gives every class of the reduced model a step of its own.
   */
  stepRule: choice('rule that chooses the step; multirate for the reduced model alone', stepRuleNames),
  /** η, the step of the constant rule. */
  stepSize: positive('η', 'step of the constant rule', 1e6, { spellings: ['eta'] }),
  /** Largest relative change of a neuron's largest preactivation in one adaptive step. */
  stepTolerance: number('', 'relative change of a neuron in an adaptive step', 1e-12, 1),
  /** Training ends when the mean cross-entropy is at most this. */
  targetLoss: positive('', 'mean cross-entropy at which training ends', 1e3, { unit: 'nats' }),
  /** Training ends after this many steps at the latest. */
  maxSteps: integer('T', 'steps after which training ends at the latest', 0, 1e9),
  /**
   * Training ends when F_y − max_{i≠y} F_i is at least this for every training sample; at 0 the
   * margin does not end it.
   */
  targetMargin: number(
    '',
    'margin of every training sample at which training ends, 0 for no such end',
    0,
    1e6,
  ),
  /**
   * The samples of one step. 0 stands for all N. Otherwise a random permutation of the samples is
   * cut into batches, another one in each epoch, and the last batch of an epoch may be smaller.
   */
  batchSize: integer('B', 'samples of one step, 0 for all', 0, 1e8),
  /** β: the velocity is v ← βv − ∇L − λw, and a step is w ← w + ηv. */
  momentum: {
    ...number('β', 'share of the last step’s velocity that is kept', 0, 1, { spellings: ['beta'] }),
    highIncluded: false,
  },
  /** λ, the factor of w that is added to the gradient. */
  weightDecay: number('λ', 'factor of the weights that is added to the gradient', 0, 1e3, {
    spellings: ['lambda'],
  }),
  /**
   * ε: a label is (1 − ε) times its class and ε times the uniform distribution. The loss is then
   * less by the entropy of the labels, so that its least value is 0.
   */
  labelSmoothing: {
    ...number('ε', 'share of a label that is uniform over the classes', 0, 1, { spellings: ['epsilon'] }),
    highIncluded: false,
  },
}

/** Ensembles of independently initialized models. */
const ensemble = {
  /** L, the models of an ensemble, and those trained on one data set. */
  members: integer('L', 'models of an ensemble', 1, 10_000),
}

/** Distillation, (4.3) and (4.4). */
const distillation = {
  /** τ of the truncated softmax; the paper's is 1/log² k. */
  temperature: positive('τ', 'temperature of the truncated softmax', 1e3, { spellings: ['tau'] }),
  /** η'/η, the rate of distillation divided by that of descent; the paper's is poly(k). */
  distillationRate: positive('η′/η', 'rate of distillation divided by that of descent', 1e6, {
    spellings: ["eta'/eta", "η'/η"],
  }),
  /**
   * Θ~(1), by which the teacher's average is scaled so that every class that it knows reaches the
   * truncation level.
   */
  teacherScale: positive('Θ~(1)', 'factor of the teacher’s average', 1e6, {
    spellings: ['Theta', 'theta', 'Θ', 'Θ~', 'Θ̃(1)'],
  }),
  /**
   * Where an output is at the truncation, τ²F ≥ 1: `kept` keeps the derivative of the truncation,
   * so that the output is not pushed; `none` pushes it as well, which is (4.4) as we reconstruct
   * it.
   */
  mask: choice('whether (4.4) has the derivative of its truncation: kept, or none', ['kept', 'none']),
  /**
   * Distillation is done at this coverage: the share of the (sample, class) pairs at the truncation
   * level in the teacher that the student has matched.
   */
  targetReach: number(
    '',
    'share of the teacher’s views that the student matches when distillation ends',
    0,
    1,
  ),
}

/** Settings that patches in R^d have, but not the limit d → ∞. */
const dense = {
  /** d, the dimension of a patch. */
  dimension: integer('d', 'dimension of a patch (dense model)', 4, 1e7),
  /**
   * The orthonormal features: unit vectors along the first V·k axes, or a random rotation of these.
   */
  featureBasis: choice('orthonormal basis that the features come from (dense model)', ['axes', 'random']),
  /**
   * Where noise lies: in all of R^d as in the paper, or with its part along the features projected
   * out, which is its limit as d grows.
   */
  noiseSpan: choice('where noise lies (dense model)', ['all', 'off features']),
  /**
   * Length of the noise of a patch without a feature. Reconstructed: the paper's is γk, from N(0,
   * (γ²k²/d) I); here it is a setting of its own, and a run of the limit without it has γk.
   */
  backgroundNoiseNorm: number('', 'length of the noise of a patch without a feature (dense model)', 0, 1e6, {
    unit: 'feature lengths',
  }),
}

/**
 * All settings by group. A regime has the first four groups. Of each of the last two it has all
 * settings or none.
 */
export const settingGroups = { data, network, training, ensemble, distillation, dense }
