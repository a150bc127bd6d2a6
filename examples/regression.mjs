// Nonlinear regression by L-BFGS of y = b₁ (1 − exp(−b₂ x)). The data are Misra1a of the NIST
// Statistical Reference Datasets. NIST certifies the parameters to eleven digits.
import { expm1, minimize, mul, square, sub, sum, tensor } from '@multiview/tensor'

const x = tensor([
  77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760,
])
const y = tensor([
  10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78,
])

// In units in which both parameters are near 1.
const b1 = p => p.height.mul(250)
const b2 = p => p.rate.mul(5e-4)
const model = p => mul(b1(p), expm1(x.mul(b2(p)).neg())).neg()
const residual = p => sum(square(sub(model(p), y)))

const fit = minimize(residual, { height: tensor(1), rate: tensor(1) })
console.log('converged:', fit.converged, 'after', fit.iterations, 'steps')
console.log('b1', b1(fit.x).item(), '(certified 238.94212918)')
console.log('b2', b2(fit.x).item(), '(certified 0.00055015643181)')
console.log('sum of squares', fit.value, '(certified 0.12455138894)')
