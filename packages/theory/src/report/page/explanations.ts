/** What the measured number of each claim is, in a few words, and why the claim should be true, in plain ones; by its id. */

interface Explanation {
  readonly quantity: string
  readonly why: string
}

const explanations: Readonly<Record<string, Explanation>> = {
  'theorem-1-single': {
    quantity: 'test error of one model, in μ',
    why:
      'One view is enough to explain nearly all of the training data, so once a class has learned one nothing pushes it to learn the other. Which one it is, is as good as a coin. A fresh sample that shows ' +
      'only the other view speaks for no class but those of which it happens to show a feature: half of the single-view samples are lost.',
  },
  'theorem-2-ensemble': {
    quantity: 'test error of an ensemble, in μ',
    why:
      'Every member throws its own coin for every class. The average knows a view if a single member does, because that member answers loudly and the others hardly say anything. With 20 members the chance that all ' +
      'of them drew the same view of a class is 2^−19.',
  },
  'theorem-3-distillation': {
    quantity: 'test error of a student, in μ',
    why:
      'Take a sample of class “cat” in which a headlight can be seen. Its label says nothing of cars, but the members that know cars by their headlights do, and the soft label passes that on. A student that knows cars by their wheels ' +
      'has no answer here, and is pushed until it has learned headlights, too. No sample of a car was needed for it.',
  },
  'theorem-4-self-distillation': {
    quantity: 'test error after being taught, in μ',
    why:
      'Taught by one other network, a student can learn only what that one knows. They drew different views of a class with probability one half; then the student ends with both. In the other half there is nothing to learn. ' +
      'Half of the classes still miss a view, and lose half of their single-view samples: a quarter.',
  },
  'dark-knowledge': {
    quantity: 'what four models’ soft labels know of the views: 1 all, 0 nothing',
    why:
      'A network answers to a feature whichever class the sample is of, if it has learned that feature. So the outputs for other classes are not noise, they are a list of what else can be seen in the sample, and each further model fills ' +
      'half of the gaps in the list. This is all that a student can gain from a teacher: a label has no such list.',
  },
  'ensemble-law': {
    quantity: 'error of five members, relative to the law',
    why:
      'An ensemble fails on a view only if every member drew the other one, so each further member halves the error. On a finite data set one view of a class is a little stronger than the other, which makes members agree a bit more often than coins: the ' +
      'law for the data sets of this run takes that in and lies slightly above 2^−L.',
  },
  'lottery-winning-set': {
    quantity: 'share of the classes in M whose learned view was predicted',
    why:
      'While correlations are small, each grows at a rate that is a power of its own size, so the larger one runs away. Before any training one can therefore compute which view of a class is ahead, corrected by how strongly the data ' +
      'show it. Where the lead is clear, the class is in the lottery-winning set M, and the winner should be known.',
  },
  'lemma-tensor-power': {
    quantity: 'growth of the one behind, relative to what the lemma allows',
    why:
      'This is the snowball by itself, two numbers that each grow by a power q − 1 of their own size. The larger needs a finite time to become large, and most of that time goes by while it is still small. The smaller would need longer, and when the larger has arrived ' +
      'it has hardly moved. With q = 2 both would grow by the same factor, and a lead would stay as it is.',
  },
  'growth-phases': {
    quantity: 'typical factor between time and tensor-power time',
    why:
      'If training really is that snowball, then the initial weights and the data alone say when each view becomes large, before a single step has been made. After that a sample that is classified rightly pushes less and less, by an amount ' +
      'proportional to its error: an error e that falls at the rate e² falls as 1/t.',
  },
  'noise-memorization': {
    quantity: 'share of samples told right by whether they are memorised',
    why:
      'Every network here is perfect on its training set, also on the samples that show only the view it has not learned. It cannot know them by their views. What is left is the noise of each such sample, which is learned by heart: that helps with this sample and with no other, ' +
      'which is why it does not show in the test error.',
  },
  'off-class-correlations': {
    quantity: 'farthest correlation, in units of the largest at the start',
    why:
      'The proof follows only the views that a class learns, and needs everything else to stay as small as it began: features of other classes, and the views that lost. If these grew along unnoticed, a network would know both views in the end and the lottery would decide ' +
      'nothing.',
  },
  'function-approximation': {
    quantity: 'difference from the sum over views, in margins',
    why: 'If a class has learned its views and nothing else of weight, then its output for a fresh sample can be written down without running the network: the strength of each view, times how much of it the sample shows. The proof reads the test error off this sum.',
  },
  'dense-to-limit': {
    quantity: 'slope of log distance against log d',
    why:
      'Nearly all claims here are computed in the limit of many dimensions, where the noise of different patches does not overlap. In d dimensions two random directions overlap by about 1/√d, so a network there should differ from the limit by as much, and four times the dimension should halve ' +
      'the difference.',
  },
  'trained-average': {
    quantity: 'share of the ensemble’s gain that the trained average has',
    why: 'An ensemble is averaged after training. Were it the larger number of neurons that helps, one could as well average first and train the average. But that is one network, only wider: it explains the data by one view of each class, and then stops.',
  },
  'kernel-regime': {
    quantity: 'share of the ensemble’s gain that the trained average has',
    why:
      'Where the features are fixed and only their weights are learned, there is no race and no lottery. An ensemble still helps, because it has more random features than one model. But then one should weigh all these features together, that is train the average. The paper saw this in neural ' +
      'tangent kernels, and the opposite in networks: so ensembles of networks must work in another way.',
  },
  'gaussian-control': {
    quantity: 'share of the error that an ensemble removes',
    why: 'The theory says that an ensemble helps because of views, and not because averages are good in general. On inputs without views, Gaussian numbers with a linear rule, all networks learn the same directions, and averaging them should gain little.',
  },
}

/** undefined for a claim that is not among them: such a one says what its statement says. */
export function explanationOf(id: string): Explanation | undefined {
  return Object.hasOwn(explanations, id) ? explanations[id] : undefined
}
