/** The papers that the sources of claims name, by their numbers at arXiv. */

export interface Citation {
  readonly key: string
  readonly title: string
  readonly authors: readonly string[]
  readonly venue?: string
  readonly year: number
}

/** The paper that claims of ours check, whether they name its number or not. */
export const ofTheory = '2012.09816'

export const citations: Readonly<Record<string, Citation>> = {
  [ofTheory]: {
    key: 'allenzhu2023towards',
    title: 'Towards Understanding Ensemble, Knowledge Distillation and Self-Distillation in Deep Learning',
    authors: ['Allen-Zhu, Zeyuan', 'Li, Yuanzhi'],
    venue: 'International Conference on Learning Representations',
    year: 2023,
  },
  '2106.13799': {
    key: 'jiang2022assessing',
    title: 'Assessing Generalization of SGD via Disagreement',
    authors: ['Jiang, Yiding', 'Nagarajan, Vaishnavh', 'Baek, Christina', 'Kolter, J. Zico'],
    venue: 'International Conference on Learning Representations',
    year: 2022,
  },
  '2207.05931': {
    key: 'jelassi2022towards',
    title: 'Towards Understanding How Momentum Improves Generalization in Deep Learning',
    authors: ['Jelassi, Samy', 'Li, Yuanzhi'],
    venue: 'International Conference on Machine Learning',
    year: 2022,
  },
  '2209.04836': {
    key: 'ainsworth2023git',
    title: 'Git Re-Basin: Merging Models modulo Permutation Symmetries',
    authors: ['Ainsworth, Samuel K.', 'Hayase, Jonathan', 'Srinivasa, Siddhartha'],
    venue: 'International Conference on Learning Representations',
    year: 2023,
  },
  '2210.13512': {
    key: 'chidambaram2023provably',
    title: 'Provably Learning Diverse Features in Multi-View Data with Midpoint Mixup',
    authors: ['Chidambaram, Muthu', 'Wang, Xiang', 'Wu, Chenwei', 'Ge, Rong'],
    venue: 'International Conference on Machine Learning',
    year: 2023,
  },
  '2306.04793': {
    key: 'jiang2024joint',
    title: 'On the Joint Interaction of Models, Data, and Features',
    authors: ['Jiang, Yiding', 'Baek, Christina', 'Kolter, J. Zico'],
    venue: 'International Conference on Learning Representations',
    year: 2024,
  },
  '2410.11206': {
    key: 'li2024towards',
    title: 'Towards Understanding Why FixMatch Generalizes Better Than Supervised Learning',
    authors: ['Li, Jingyang', 'Pan, Jiachun', 'Tan, Vincent Y. F.', 'Toh, Kim-Chuan', 'Zhou, Pan'],
    year: 2024,
  },
  '2502.08940': {
    key: 'li2025towards',
    title: 'Towards Understanding Why Data Augmentation Improves Generalization',
    authors: ['Li, Jingyang', 'Pan, Jiachun', 'Toh, Kim-Chuan', 'Zhou, Pan'],
    year: 2025,
  },
}
