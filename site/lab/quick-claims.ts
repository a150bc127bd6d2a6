/** The claims of preset quick in words of this page, the cheapest first. */

/** [id, what it says, the page on it] */
export const quickClaims = [
  ['lemma-tensor-power', 'The leader pulls away before the other has moved.', 'mechanism'],
  ['lottery-winning-set', 'The start decides which view is learned.', 'mechanism'],
  ['theorem-1-single', 'One network is wrong on half of the samples that show one view.', 'theorem-1'],
  ['theorem-2-ensemble', 'An ensemble is right.', 'theorem-2'],
  ['ensemble-law', 'Each further network halves the error.', 'theorem-2'],
  ['dark-knowledge', 'Soft labels say which views a sample shows.', 'mechanism'],
  ['theorem-3-distillation', 'One student of the ensemble is right.', 'theorem-3'],
  ['theorem-4-self-distillation', 'A network that one other taught halves its error.', 'theorem-4'],
] as const
