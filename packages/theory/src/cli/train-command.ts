/** `multiview train`: trains one model and writes the run for other programs. */

import { regimes } from '@multiview/network/settings'
import type { TrainOptions } from './train-run.ts'
import { quietOption, seedOption, setOption, type Verb } from './verb.ts'

export const trainVerb: Verb<TrainOptions> = {
  name: 'train',
  summary: 'train one model and write the run for other programs',
  description: 'Trains one model and writes all that another program needs to replay it.',
  options: [
    {
      flags: '--model <name>',
      meaning:
        'limit (noise vectors orthogonal), dense (patches in R^d), reduced (a limit model for large k), student or self-student',
      value: 'limit',
    },
    {
      flags: '--regime <name>',
      meaning: `settings: ${Object.keys(regimes).join(', ')} (default: limit for a limit model, dense for a dense one, else theorems)`,
    },
    seedOption,
    { flags: '--export <dir>', meaning: 'folder to write to' },
    setOption('the regime'),
    quietOption,
  ],
  help: `
DIR then holds manifest.json, which names every setting and array, and the arrays as .npy
files: the samples, the weights at the start and at the end, each step with the loss
before it, and the weights before some steps of the run.
Step t is w ← w − eta[t]·∇L(w). With momentum, weightDecay, batchSize or labelSmoothing
the manifest says at "step" what it is, and batch has the samples of each step.
trajectory.csv, trajectory.svg and the arrays trajectory… have the loss and the strength
Λ of every view at up to 512 steps.

A student is a reduced model that an ensemble teaches from scratch (Theorem 3); the
setting members is the size of the ensemble. A self-student is trained, then taught by one
other model (Theorem 4). These and a reduced model export the strengths at the start and at
the end, and own [V·k,m], the correlation of each neuron with the features of its class.

--set initialScale=formula takes σ_0 from σ_0^{q−2} = 1/k. The regime paper has the
paper's asymptotic formulas. If they do not give the data of the paper's definition at
this k, the command says so and does not train.

Example:
  $ multiview train --model limit --regime limit --seed 7 --export run7
  trains one model and writes run7/manifest.json, run7/eta.npy, run7/a.npy …
  $ multiview train --model student --set members=4 --export student
  trains four networks and their student, and draws student/trajectory.svg`,
  parse: async ({ options }) => (await import('./train-run.ts')).chosenTrain(options),
}
