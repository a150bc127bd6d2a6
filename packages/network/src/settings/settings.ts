/**
 * Every setting of the data, the network and its training, by its field name with the paper's symbol beside it.
 * Weights are totals Σ_p z_p over the patches of one feature, drawn uniformly from a closed range.
 */

/** A closed range [low, high] from which a value is drawn uniformly. */
export type Range = readonly [low: number, high: number]

/** The distributions D_m, D_s and their mixture (paper.md §1), whatever the dimension. */
export interface DataSettings {
  /** k, the number of classes. */
  readonly classes: number
  /** P, the patches of one sample; those that carry no feature are noise alone. */
  readonly patches: number
  /** N, the samples of a training set. */
  readonly samples: number
  /** μ, the fraction of single-view samples; exactly round(μN) samples of a training set are single-view. */
  readonly singleViewFraction: number
  /**
   * How the labels of a training set, and the present views of its single-view samples, are drawn: `independent`, uniform for
   * each sample, or `even`, every class and view as often as every other (up to one), which is what both tend to as N grows.
   */
  readonly trainingDraw: 'independent' | 'even'
  /** s: each feature of each other class is present with probability s/k. */
  readonly otherFeatureRate: number
  /** C_p, the patches that one present feature occupies. */
  readonly patchesPerFeature: number
  /**
   * Patches of a feature of another class; 0 stands for C_p. Fewer than C_p are the paper's C_p with the rest of weight 0 and
   * without noise.
   */
  readonly patchesPerOtherFeature: number
  /**
   * How the total weight Σ z_p of a feature splits over its C_p patches: evenly, in random shares (each proportional to a
   * uniform number), or all on the first. The paper fixes the total alone.
   */
  readonly weightSplit: 'even' | 'random' | 'first'
  /** Σ z_p of an own feature: both views of a multi-view sample, the present view of a single-view one. */
  readonly ownWeight: Range
  /** Σ z_p of the view that a single-view sample shows only weakly: ρ. */
  readonly weakViewWeight: Range
  /** Σ z_p of a feature of another class in a multi-view sample. */
  readonly otherWeight: Range
  /** Σ z_p of a feature of another class in a single-view sample: Γ. */
  readonly singleViewOtherWeight: Range
  /**
   * γ, the upper end of the feature noise α ~ U[0, γ] of every patch along every feature. Above 0 a run of the limit takes
   * `gainModel`, in which all P patches count.
   */
  readonly featureNoise: number
  /** ‖ξ‖ = σ_p √d, the length of the noise of a feature patch. */
  readonly noiseNorm: number
}

/** What patches in R^d have beyond the limit d → ∞. */
export interface DenseSettings {
  /** d, the dimension of a patch. */
  readonly dimension: number
  /** The orthonormal features: unit vectors along the first 2k axes, or a random rotation of these. */
  readonly featureBasis: 'axes' | 'random'
  /**
   * Where noise lies: in all of R^d as in the paper, or with its part along the features projected out, which is what it
   * tends to as d grows.
   */
  readonly noiseSpan: 'all' | 'off features'
  /**
   * Length of the noise of a patch that carries no feature. Reconstructed: the paper's is γk, from N(0, (γ²k²/d) I); here
   * it is a setting of its own, and a run of the limit without it has γk.
   */
  readonly backgroundNoiseNorm: number
}

/** The two-layer network with smoothed ReLU and its initialization (paper.md §2). */
export interface NetworkSettings {
  /** m, the neurons of one class. */
  readonly neurons: number
  /** q, the power of the smoothed ReLU below its threshold; the lottery needs q ≥ 3. */
  readonly power: number
  /** ϱ, the threshold above which the smoothed ReLU is linear. */
  readonly threshold: number
  /** σ_0, the standard deviation of an initial weight. */
  readonly initialScale: number
}

/** Full-batch gradient descent: its step rule and when it ends. */
export interface TrainingSettings {
  /**
   * `adaptive` bounds the relative change of every neuron; `constant` is the paper's descent with step η; `multirate` is
   * for the reduced model alone and gives every class steps of its own (reduced/multirate/model.ts).
   */
  readonly stepRule: 'adaptive' | 'constant' | 'multirate'
  /** η, the step of the constant rule. */
  readonly stepSize: number
  /** Largest relative change of a neuron's largest preactivation in one adaptive step. */
  readonly stepTolerance: number
  /** Training ends when the mean cross-entropy is at most this, … */
  readonly targetLoss: number
  /** … or after this many steps, … */
  readonly maxSteps: number
  /** … or when F_y − max_{i≠y} F_i is at least this for every training sample; 0: never for this reason. */
  readonly targetMargin: number
}

/** Ensembles of independently initialized models. */
export interface EnsembleSettings {
  /** L, the models of an ensemble, and those trained on one data set. */
  readonly members: number
}

/** Distillation, (4.3) and (4.4). */
export interface DistillationSettings {
  /** τ of the truncated softmax; the paper's is 1/log² k. */
  readonly temperature: number
  /** η'/η, the rate of distillation beside that of descent; the paper's is poly(k). */
  readonly distillationRate: number
  /** Θ~(1), by which the teacher's average is scaled so that every class it sees reaches the truncation. */
  readonly teacherScale: number
  /** Distillation is done when the student reaches the truncation in this share of the (sample, class) pairs where its teacher does. */
  readonly targetReach: number
}

/** All settings of one run of the limit model; a dense run has `DenseSettings` besides. */
export interface Settings extends DataSettings, NetworkSettings, TrainingSettings, EnsembleSettings {}
