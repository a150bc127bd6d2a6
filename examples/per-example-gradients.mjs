// The gradient of each example's loss by vmap of grad. Each gradient is clipped to norm 1 before
// the average, as in differentially private training.
import {
  abs,
  div,
  grad,
  greater,
  matmul,
  max,
  maximum,
  mean,
  mul,
  normal,
  sigmoid,
  softplus,
  sqrt,
  square,
  stream,
  sub,
  sum,
  vmap,
  where,
} from '@multiview/tensor'

const x = normal(stream(3, 'inputs'), [500, 4])
const truth = normal(stream(3, 'truth'), [4])
const y = where(greater(matmul(x, truth), 0), 1, 0)
const w = normal(stream(3, 'weights'), [4])

/** The loss of one example in logistic regression. */
const loss = (w, x, y) => {
  const logit = sum(mul(w, x))
  return sub(softplus(logit), mul(y, logit))
}

const each = vmap(grad(loss), { inAxes: [null, 0, 0] })(w, x, y)
const norms = sqrt(sum(square(each), { axis: 1, keepDims: true }))
const clipped = div(each, maximum(norms, 1))

console.log('gradients have shape', each.shape.join(' × '))
const exact = mul(sub(sigmoid(matmul(x, w)), y).reshape([500, 1]), x)
console.log(
  'largest difference from (σ(w·x) − y) x:',
  max(abs(sub(each, exact)))
    .item()
    .toExponential(1),
)
const whole = grad(w => mean(vmap(loss, { inAxes: [null, 0, 0] })(w, x, y)))(w)
const gap = max(abs(sub(mean(each, { axis: 0 }), whole)))
console.log('their mean less the gradient of the mean:', gap.item().toExponential(1))
console.log('share with a norm above 1:', mean(greater(norms, 1)).item().toFixed(3))
const largest = max(sqrt(sum(square(clipped), { axis: 1 })))
console.log('largest norm after the cut:', largest.item().toFixed(12))
