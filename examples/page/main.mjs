// Fits e^x on [−1, 1] by Chebyshev polynomials, draws points and fit, and prints the coefficients:
// I₀(1), 2 I₁(1), 2 I₂(1), …, with the modified Bessel functions. The entry lite does not use
// WebAssembly, which the policy of the page forbids.
import {
  arange,
  cos,
  exp,
  matmul,
  minimize,
  mul,
  outer,
  square,
  sub,
  sum,
  zeros,
} from '@multiview/tensor/lite'

const n = 32
const angles = mul(arange(n).add(0.5), Math.PI / n)
const x = cos(angles)
const y = exp(x)
const basis = cos(outer(angles, arange(6)))
const { x: coefficients } = minimize(c => sum(square(sub(matmul(basis, c), y))), zeros([6]))
const fit = matmul(basis, coefficients)

const svg = document.querySelector('svg')
const draw = (name, attributes) => {
  const shape = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value)
  svg.append(shape)
}
const places = v => v.toArray().map((height, i) => [x.toArray()[i], -height])
for (const [cx, cy] of places(y)) draw('circle', { cx, cy, r: 0.03, stroke: 'gray' })
draw('polyline', { points: places(fit).join(' '), stroke: 'blue' })

const text = coefficients
  .toArray()
  .map(c => c.toFixed(4))
  .join(' ')
document.querySelector('output').textContent = text
console.log(text)
