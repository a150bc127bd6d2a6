/**
 * Loops, optimizers and ensembles that are compiled whole, beside the same work by hand: a loop of
 * compiled steps in JavaScript, raw loops over the weights, one network after the other.
 */
import {
  adam,
  cholesky,
  diagonal,
  exp,
  eye,
  inv,
  jit,
  log,
  logsumexp,
  matmul,
  relu,
  scan,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  valueAndGrad,
  vmap,
  zeros,
} from '@multiview/tensor'
import { type OwnWorkload, workloadOf } from './own-case.ts'
import { drawn } from './workload.ts'

const matrix = (seed: number, size: number, ...shape: number[]): Tensor =>
  tensor(
    drawn(
      'float64',
      shape.reduce((a, b) => a * b, 1),
      seed,
      size,
    ),
  ).reshape(shape) as Tensor

/**
 * The rows of a loop whose first call is timed as its trace: the plan does not depend on their
 * number, and with fewer the body is not compiled. A call with so few takes little itself.
 */
const TRACED_ROWS = 16

/** Implementations by hand and compiled whole, and the time to trace the compiled one. */
interface Loop {
  readonly name: string
  readonly hand: () => () => unknown
  readonly whole: () => () => unknown
  readonly trace?: () => () => unknown
}

/** Compiles the loop again at each call, and runs it once. */
const firstCall =
  ({ whole }: Loop) =>
  () =>
    whole()()

/** h ← tanh(x·U + h·W + b) over `length` rows, the sum of all h², and its gradient. */
const recurrent = (length: number, batch: number, width: number): Loop => {
  type Parameters = Record<'u' | 'w' | 'b', Tensor>
  const xs = matrix(1, 1, length, batch, width)
  const start = zeros([batch, width]) as Tensor
  const parameters: Parameters = {
    u: matrix(2, 0.1, width, width),
    w: matrix(3, 0.1, width, width),
    b: matrix(4, 0.1, width),
  }
  const step = ({ u, w, b }: Parameters, h: Tensor, x: Tensor): Tensor =>
    tanh(matmul(x, u).add(matmul(h, w)).add(b)) as Tensor
  const whole = (p: Parameters): Tensor => {
    const [, hs] = scan(
      (h: Tensor, x: Tensor): [Tensor, Tensor] => {
        const next = step(p, h, x)
        return [next, next]
      },
      start,
      xs,
    )
    return sum(hs.mul(hs)) as Tensor
  }
  return {
    name: `RNN ${length}x${batch}x${width} gradient`,
    hand: () => {
      const rows = Array.from({ length }, (_, t) => xs.slice(t) as Tensor)
      const one = jit((p: Parameters, h: Tensor, x: Tensor, before: Tensor): [Tensor, Tensor] => {
        const next = step(p, h, x)
        return [next, before.add(sum(next.mul(next))) as Tensor]
      })
      const run = valueAndGrad((p: Parameters): Tensor => {
        let [h, total] = [start, tensor(0) as Tensor]
        for (const x of rows) [h, total] = one(p, h, x, total)
        return total
      })
      return () => run(parameters)
    },
    whole: () => {
      const run = jit(valueAndGrad(whole))
      return () => run(parameters)
    },
    trace: () => firstCall(recurrent(TRACED_ROWS, batch, width)),
  }
}

/** A Kalman filter with a state of 4 and 2 observations: its log likelihood and the gradient. */
const kalman = (length: number): Loop => {
  const [states, seen] = [4, 2]
  const observations = matrix(1, 1, length, seen)
  const identity = eye(states) as Tensor
  const move = identity.mul(0.9).add(matrix(2, 0.02, states, states)) as Tensor
  const view = matrix(3, 1, seen, states)
  const start: Belief = [zeros([states]) as Tensor, identity, tensor(0) as Tensor]
  const noise = tensor([-1, -0.5]) as Tensor
  type Belief = readonly [mean: Tensor, covariance: Tensor, likelihood: Tensor]
  const step = (logs: Tensor, [mean, covariance, likelihood]: Belief, y: Tensor): Belief => {
    const scale = exp(logs)
    const ahead = matmul(move, mean) as Tensor
    const spread = matmul(matmul(move, covariance), transpose(move)).add(identity.mul(scale.slice(0)))
    const seenSpread = matmul(matmul(view, spread), transpose(view)).add(eye(seen).mul(scale.slice(1)))
    const inverse = inv(seenSpread)
    const error = y.sub(matmul(view, ahead))
    const gain = matmul(matmul(spread, transpose(view)), inverse)
    return [
      ahead.add(matmul(gain, error)) as Tensor,
      matmul(identity.sub(matmul(gain, view)), spread) as Tensor,
      likelihood.sub(
        sum(log(diagonal(cholesky(seenSpread))))
          .mul(2)
          .add(sum(error.mul(matmul(inverse, error))))
          .mul(0.5),
      ) as Tensor,
    ]
  }
  const whole = (logs: Tensor): Tensor =>
    scan(
      (belief: Belief, y: Tensor): [Belief, null] => [step(logs, belief, y), null],
      start,
      observations,
    )[0][2]
  return {
    name: `Kalman filter ${length} gradient`,
    hand: () => {
      const rows = Array.from({ length }, (_, t) => observations.slice(t) as Tensor)
      const one = jit(step)
      const run = valueAndGrad((logs: Tensor): Tensor => {
        let belief: Belief = start
        for (const y of rows) belief = one(logs, belief, y)
        return belief[2]
      })
      return () => run(noise)
    },
    whole: () => {
      const run = jit(valueAndGrad(whole))
      return () => run(noise)
    },
    trace: () => firstCall(kalman(TRACED_ROWS)),
  }
}

/** A perceptron's loss on one-hot labels. */
const perceptron = (x: Tensor, target: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor): Tensor => {
  const logits = matmul(relu(matmul(x, w1).add(b1)), w2).add(b2)
  return sum(logsumexp(logits, { axis: -1 }).sub(sum(logits.mul(target), { axis: -1 }))).div(
    x.shape[x.ndim - 2],
  ) as Tensor
}

interface Sizes {
  readonly batch: number
  readonly inputs: number
  readonly hidden: number
  readonly classes: number
}

type Layers = Record<'w1' | 'b1' | 'w2' | 'b2', Tensor>

const layersOf = ({ inputs, hidden, classes }: Sizes, ...copies: number[]): Layers => ({
  w1: matrix(2, 0.05, ...copies, inputs, hidden),
  b1: matrix(3, 0.05, ...copies, hidden),
  w2: matrix(4, 0.1, ...copies, hidden, classes),
  b2: matrix(5, 0.05, ...copies, classes),
})

const targetOf = ({ batch, classes }: Sizes): Tensor =>
  tensor(
    Array.from({ length: batch }, (_, i) =>
      Array.from({ length: classes }, (_, c) => Number(i % classes === c)),
    ),
  ) as Tensor

/** A step of Adam for a perceptron: compiled whole, and as raw loops behind a compiled gradient. */
const adamStep = (sizes: Sizes): Loop => {
  const x = matrix(1, 1, sizes.batch, sizes.inputs)
  const target = targetOf(sizes)
  const loss = ({ w1, b1, w2, b2 }: Layers): Tensor => perceptron(x, target, w1, b1, w2, b2)
  const { inputs, hidden, classes } = sizes
  return {
    name: `Adam step ${inputs}-${hidden}-${classes}`,
    hand: () => {
      const gradient = jit(valueAndGrad(loss), { reuseResults: true })
      let layers = layersOf(sizes)
      const names = ['w1', 'b1', 'w2', 'b2'] as const
      const [m, v] = [0, 1].map(() => names.map(name => new Float64Array(layers[name].size)))
      let t = 0
      return () => {
        t++
        const [, grads] = gradient(layers)
        const [rate, scale] = [0.001 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)]
        const next = names.map((name, at) => {
          const [w, slope] = [layers[name].values(), grads[name].values()]
          const [mean, square, stepped] = [m[at], v[at], new Float64Array(w.length)]
          for (let i = 0; i < w.length; i++) {
            mean[i] = 0.9 * mean[i] + 0.1 * slope[i]
            square[i] = 0.999 * square[i] + 0.001 * slope[i] * slope[i]
            stepped[i] = w[i] - (rate * mean[i]) / (Math.sqrt(scale * square[i]) + 1e-8)
          }
          return [name, tensor(stepped).reshape(layers[name].shape)]
        })
        layers = Object.fromEntries(next) as Layers
        return layers
      }
    },
    whole: () => {
      const opt = adam()
      const step = jit(
        (layers: Layers, state: ReturnType<typeof opt.init>) =>
          opt.update(layers, valueAndGrad(loss)(layers)[1], state),
        { reuseResults: true },
      )
      let now = { params: layersOf(sizes), state: opt.init(layersOf(sizes)) }
      return () => {
        now = step(now.params, now.state)
        return now.params
      }
    },
  }
}

/** A training step of small networks: all of them by `vmap`, and one after the other. */
const ensemble = (networks: number, sizes: Sizes): Loop => {
  const x = matrix(1, 1, sizes.batch, sizes.inputs)
  const target = targetOf(sizes)
  const step = (w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor): Tensor[] => {
    const layers = [w1, b1, w2, b2]
    const [, slopes] = valueAndGrad(
      (w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) => perceptron(x, target, w1, b1, w2, b2),
      { argnums: [0, 1, 2, 3] },
    )(w1, b1, w2, b2)
    return layers.map((w, i) => w.sub(slopes[i].mul(0.1)) as Tensor)
  }
  const all = Object.values(layersOf(sizes, networks))
  const { inputs, hidden, classes } = sizes
  return {
    name: `${networks} networks ${inputs}-${hidden}-${classes}`,
    hand: () => {
      const each = Array.from({ length: networks }, (_, i) => ({
        one: jit(step, { reuseResults: true }),
        layers: all.map(w => w.slice(i) as Tensor),
      }))
      return () => {
        const stepped = each.map(({ one, layers: [w1, b1, w2, b2] }) => one(w1, b1, w2, b2))
        return all.map((_, layer) => stepped.map(layers => layers[layer]))
      }
    },
    whole: () => {
      const run = jit(vmap(step), { reuseResults: true })
      return () => run(all[0], all[1], all[2], all[3])
    },
  }
}

/** The loops of the suite; tiny ones only test that they run. */
export const loopsOf = (tiny: boolean): Loop[] => {
  const sizes = { batch: 4, inputs: 5, hidden: 3, classes: 2 }
  if (tiny) return [recurrent(3, 2, 4), kalman(3), adamStep(sizes), ensemble(2, sizes)]
  return [
    recurrent(800, 8, 64),
    kalman(1000),
    adamStep({ batch: 128, inputs: 784, hidden: 256, classes: 10 }),
    ensemble(16, { batch: 32, inputs: 16, hidden: 32, classes: 4 }),
  ]
}

/** The workloads of the suite: each loop, and the time to trace it. */
export const loops = (tiny: boolean): OwnWorkload[] =>
  loopsOf(tiny).flatMap(({ name, hand, whole, trace }) => [
    workloadOf('loops', { name, implementations: { multiview: hand, 'multiview-jit': whole } }),
    ...(trace === undefined
      ? []
      : [workloadOf('loops', { name: `${name}, traced`, implementations: { 'multiview-jit': trace } })]),
  ])
