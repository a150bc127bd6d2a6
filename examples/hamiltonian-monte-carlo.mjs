// Hamiltonian Monte Carlo on a banana-shaped density: a ~ N(0, 1), and b given a ~ N(a², 1). The
// means are 0 and 1, the variances 1 and 3. All chains move at once. Each kind of draw has its own
// stream.
import {
  add,
  less,
  log,
  mean,
  normal,
  square,
  stack,
  stream,
  sub,
  sum,
  uniform,
  valueAndGrad,
  variance,
  where,
} from '@multiview/tensor'

const chains = 200
const step = 0.25
const leaps = 8

/** −log density at the position of each chain, [chains, 2], up to a constant. */
const energy = x => {
  const [a, b] = [x.slice(null, 0), x.slice(null, 1)]
  return add(square(a), square(sub(b, square(a)))).mul(0.5)
}
const kinetic = p => sum(square(p), { axis: 1 }).mul(0.5)

/**
 * The energy of each chain, and its gradient. Chains are independent, so the gradient of the sum
 * has the gradients of all chains.
 */
const force = valueAndGrad(
  x => {
    const each = energy(x)
    return [sum(each), each]
  },
  { hasAux: true },
)

const momenta = stream(7, 'momentum')
const choices = stream(7, 'acceptance')
let x = normal(stream(7, 'start'), [chains, 2])
let [[, each], gradient] = force(x)
let accepted = 0
const kept = []
for (let i = 0; i < 150; i++) {
  const kick = normal(momenta, [chains, 2])
  // The leapfrog method: half momentum steps at both ends, whole ones between.
  let p = kick.sub(gradient.mul(step / 2))
  let place = x
  let there
  for (let leap = 1; leap <= leaps; leap++) {
    place = place.add(p.mul(step))
    there = force(place)
    p = p.sub(there[1].mul(leap < leaps ? step : step / 2))
  }
  const [[, eachThere], gradientThere] = there
  const lost = each.add(kinetic(kick)).sub(eachThere).sub(kinetic(p))
  const accept = less(log(uniform(choices, [chains])), lost)
  const column = accept.reshape([chains, 1])
  x = where(column, place, x)
  gradient = where(column, gradientThere, gradient)
  each = where(accept, eachThere, each)
  accepted += mean(accept).item()
  if (i >= 30) kept.push(x)
}
const draws = stack(kept).reshape([-1, 2])
console.log('accepted', accepted / 150)
console.log('means', mean(draws, { axis: 0 }), '(exact: 0, 1)')
console.log('variances', variance(draws, { axis: 0 }), '(exact: 1, 3)')
