// A Gaussian process. Gradients through the Cholesky factorization find the length scale, amplitude
// and noise that maximize the marginal likelihood of the data.
import {
  abs,
  add,
  cholesky,
  diagonal,
  exp,
  eye,
  linspace,
  log,
  matmul,
  max,
  minimize,
  mul,
  normal,
  sin,
  solve,
  square,
  stream,
  sub,
  sum,
  tensor,
  triangularSolve,
} from '@multiview/tensor'

const n = 60
const x = linspace(-2, 2, n)
const y = sin(x.mul(2)).add(normal(stream(5, 'noise'), [n], { std: 0.1 }))

/** Squared exponential kernel of the points a and b; its parameters are logarithms. */
const kernel = (p, a, b) => {
  const distance = sub(a.reshape([-1, 1]), b).div(exp(p.length))
  return mul(exp(square(distance).mul(-0.5)), exp(p.amplitude.mul(2)))
}
const covariance = p => add(kernel(p, x, x), mul(eye(n), exp(p.noise.mul(2))))

/** −log p(y | x, p), up to a constant: yᵀ K⁻¹ y / 2 + log det K / 2, with K = L Lᵀ. */
const loss = p => {
  const l = cholesky(covariance(p))
  const white = triangularSolve(l, y, { lower: true })
  return add(sum(square(white)).mul(0.5), sum(log(diagonal(l))))
}

const start = { length: tensor(0), amplitude: tensor(0), noise: tensor(0) }
const { x: best, value, converged } = minimize(loss, start, { gradientTolerance: 1e-5 })
const scale = p => exp(p).item().toFixed(4)
console.log('loss', loss(start).item().toFixed(4), '→', value.toFixed(4), 'converged:', converged)
console.log('length', scale(best.length), 'amplitude', scale(best.amplitude), 'noise', scale(best.noise))

// At the maximum over the scale of the whole kernel, yᵀ K⁻¹ y is n.
const weights = solve(covariance(best), y)
console.log('yᵀ K⁻¹ y', matmul(y, weights).item().toFixed(4), 'expected', n)

const at = linspace(-1.9, 1.9, 39)
const predicted = matmul(kernel(best, at, x), weights)
const error = max(abs(sub(predicted, sin(at.mul(2)))))
console.log('largest error of the prediction', error.item().toFixed(4))
