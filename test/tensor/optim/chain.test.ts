/** Chains of transforms, against the ready optimizers and naive loops in float64. */
import {
  adam,
  addDecayedWeights,
  applyUpdates,
  chain,
  checkGrads,
  clipByGlobalNorm,
  exponentialDecay,
  type GradientTransform,
  jit,
  momentum,
  type Optimizer,
  optimizer,
  rmsprop,
  scale,
  scaleByAdam,
  scaleByLearningRate,
  scaleByRms,
  scaleBySchedule,
  sgd,
  square,
  sum,
  type Tensor,
  type Tree,
  tensor,
  vmap,
} from '@multiview/tensor'
import { expect, test } from 'vitest'

const curvature = tensor([1, 0.1, 7])
const start = tensor([3, -2, 0.5])
const slope = (w: Tensor) => w.mul(curvature)

function train<S>(rule: Optimizer<S>, steps: number): number[] {
  let w: Tensor = start
  let state = rule.init(w)
  for (let t = 0; t < steps; t++) ({ params: w, state } = rule.update(w, slope(w), state))
  return [...w.values()]
}

const close = (found: readonly number[], expected: readonly number[]) => {
  for (const [i, x] of found.entries()) expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-14)
}

test('chains of their parts are the ready optimizers', () => {
  const rate = scaleByLearningRate(0.05)
  close(train(optimizer(chain(scaleByAdam(), rate)), 20), train(adam({ learningRate: 0.05 }), 20))
  close(train(optimizer(chain(scaleByRms(), rate)), 20), train(rmsprop({ learningRate: 0.05 }), 20))
  for (const nesterov of [false, true])
    close(
      train(optimizer(chain(momentum({ decay: 0.9, nesterov }), scale(-0.05))), 20),
      train(sgd({ learningRate: 0.05, momentum: 0.9, nesterov }), 20),
    )
})

test('a chain of five transforms follows a naive loop', () => {
  const rule = optimizer(
    chain(
      clipByGlobalNorm(1.5),
      scaleByAdam({ beta1: 0.8 }),
      addDecayedWeights(0.01),
      scaleBySchedule(exponentialDecay(0.2, { steps: 5, decayRate: 0.5 })),
      scale(-1),
    ),
  )
  const w = [3, -2, 0.5]
  const [m, v] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (let t = 0; t < 15; t++) {
    const g = w.map((x, i) => x * [1, 0.1, 7][i]!)
    const norm = Math.hypot(...g)
    for (let i = 0; i < 3; i++) {
      const slope = norm > 1.5 ? (g[i]! / norm) * 1.5 : g[i]!
      m[i] = 0.8 * m[i]! + 0.2 * slope
      v[i] = 0.999 * v[i]! + 0.001 * slope * slope
      const change = m[i]! / (1 - 0.8 ** (t + 1)) / (Math.sqrt(v[i]! / (1 - 0.999 ** (t + 1))) + 1e-8)
      w[i]! -= 0.2 * 0.5 ** (t / 5) * (change + 0.01 * w[i]!)
    }
  }
  const found = train(rule, 15)
  for (const [i, x] of found.entries()) expect(Math.abs(x - w[i]!)).toBeLessThan(1e-12)
})

test('a chain has the same bits inside jit and vmap, and derivatives', () => {
  const tx = chain(clipByGlobalNorm(2), momentum({ decay: 0.5 }), scaleByLearningRate(0.1))
  const step = (w: Tensor, state: ReturnType<typeof tx.init>) => {
    const { updates, state: next } = tx.update(slope(w), state, w)
    return { w: applyUpdates(w, updates), state: next }
  }
  const compiled = jit(step)
  let [one, other] = [0, 1].map(() => ({ w: start as Tensor, state: tx.init(start) }))
  for (let t = 0; t < 4; t++) [one, other] = [step(one!.w, one!.state), compiled(other!.w, other!.state)]
  expect(JSON.stringify(other)).toBe(JSON.stringify(one))
  const first = (w: Tensor) => step(w, tx.init(w)).w
  expect(
    String(
      vmap(first)(
        tensor([
          [1, 2, 3],
          [3, -2, 0.5],
        ]),
      ).slice(1),
    ),
  ).toBe(String(first(start)))
  checkGrads((w: Tensor) => sum(square(first(w))), [start])
})

test('transforms refuse what they cannot use', () => {
  const refused: [run: () => unknown, message: string][] = [
    [
      () => chain(adam() as never, 3 as never),
      'chain: argument 1 is 3; give transforms such as scaleByAdam()',
    ],
    [() => chain(scale(1)).update(start, 2 as never), 'chain: the state is 2; give what init'],
    [() => scale(Number.NaN), 'scale: the factor is NaN; it must be a finite number'],
    [() => scaleBySchedule(1 as never), 'scaleBySchedule: the schedule is 1; give a function of the step'],
    [() => scaleByLearningRate(-1), 'scaleByLearningRate: the learning rate of step 0 is -1'],
    [() => scaleByAdam({ beta1: 1 }), 'scaleByAdam: beta1 is 1'],
    [() => scaleByRms({ epsilon: 0 }), 'scaleByRms: epsilon is 0'],
    [() => momentum({ decay: 1 }), 'momentum: decay is 1'],
    [() => addDecayedWeights(-1), 'addDecayedWeights: weightDecay is -1'],
    [() => addDecayedWeights(1).update(start, []), 'addDecayedWeights: update needs the parameters'],
    [() => applyUpdates(start, tensor([1])), 'applyUpdates: updates has shape [1], params [3]'],
    [
      () => (scaleByAdam() as GradientTransform<Tree>).update(start, {}),
      'scaleByAdam: the state is an object; give what init or the last update returned',
    ],
  ]
  for (const [run, message] of refused) expect(run).toThrow(message)
})
