// Logistic growth y′ = r y (1 − y / K) by the Runge–Kutta method. Derivatives of the solution with
// respect to r, K and y(0), through the solver and from the closed form.
import { add, div, exp, grad, jacfwd, mul, stack, sub, tensor } from '@multiview/tensor'

const steps = 50
const end = 5

const slope = (y, [r, k]) => mul(mul(r, y), sub(1, div(y, k)))

/** y at `steps` equally spaced times up to `end`. */
function solution(p) {
  const growth = [p.slice(0), p.slice(1)]
  const h = end / steps
  const path = [p.slice(2)]
  for (let i = 0; i < steps; i++) {
    const y = path[i]
    const k1 = slope(y, growth)
    const k2 = slope(y.add(k1.mul(h / 2)), growth)
    const k3 = slope(y.add(k2.mul(h / 2)), growth)
    const k4 = slope(y.add(k3.mul(h)), growth)
    path.push(
      y.add(
        k1
          .add(k2.mul(2))
          .add(k3.mul(2))
          .add(k4)
          .mul(h / 6),
      ),
    )
  }
  return stack(path.slice(1))
}

const exactEnd = p => {
  const [r, k, y0] = [0, 1, 2].map(i => p.slice(i))
  return div(k, add(1, mul(exp(r.mul(-end)), k.div(y0).sub(1))))
}

const p = tensor([1.2, 10, 0.5])

// Few parameters, many results: forward mode. Many parameters, one result: reverse mode.
const sensitivities = jacfwd(solution)(p)
console.log('sensitivities have shape', sensitivities.shape.join(' × '))
console.log('at the end, forward ', sensitivities.slice(-1))
console.log('at the end, reverse ', grad(q => solution(q).slice(-1))(p))
console.log('of the closed form  ', grad(exactEnd)(p))
