// Functions with custom derivatives: one is computed by a scalar loop, one is given implicitly.
import {
  cos,
  customVjp,
  div,
  elementwiseOp,
  exp,
  grad,
  mul,
  reciprocal,
  sin,
  sub,
  tensor,
} from '@multiview/tensor'
import { log1p, exp as scalarExp } from '@multiview/tensor/math'

// Lambert's W, the inverse of w eʷ, by Newton's method on each number. The derivative W′ = 1 / (e^W
// (1 + W)) is written in ops and W itself, so that it can be differentiated too.
const lambertW = elementwiseOp(
  x => {
    // The start is above the solution, so w decreases until rounding stops it.
    let w = log1p(x)
    for (;;) {
      const e = scalarExp(w)
      const next = w - (w * e - x) / (e * (1 + w))
      if (!(next < w)) return w
      w = next
    }
  },
  x => {
    const w = lambertW(x)
    return reciprocal(mul(exp(w), w.add(1)))
  },
  { name: 'lambertW' },
)
console.log('W(1)  ', lambertW(tensor(1)).item(), '(0.567143290410)')
console.log('W′(1) ', grad(lambertW)(tensor(1)).item(), '(0.361896256635)')
console.log('W″(1) ', grad(grad(lambertW))(tensor(1)).item())

// Kepler's equation E − e sin E = M for the eccentric anomaly E. The steps of Newton's method are
// not differentiated. The implicit function theorem gives dE/dM = 1 / (1 − e cos E), dE/de = sin E
// dE/dM.
const anomaly = customVjp(
  (e, m) => {
    let a = m
    for (let i = 0; i < 20; i++) a = a.sub(div(a.sub(mul(e, sin(a))).sub(m), sub(1, mul(e, cos(a)))))
    return a
  },
  (g, a, e) => {
    const byM = div(g, sub(1, mul(e, cos(a))))
    return [mul(byM, sin(a)), byM]
  },
  { name: 'anomaly' },
)
// At M = π/2 − e the anomaly is π/2 for every e: dE/dM and dE/de are 1, and d²E/dM² is −e.
const e = tensor(0.5)
const m = sub(Math.PI / 2, e)
console.log('E     ', anomaly(e, m).item(), '(π/2)')
console.log('dE/de ', grad(anomaly)(e, m).item())
console.log('dE/dM ', grad(anomaly, { argnums: 1 })(e, m).item())
const second = grad(grad(anomaly, { argnums: 1 }), { argnums: 1 })
console.log('d²E/dM²', second(e, m).item())
