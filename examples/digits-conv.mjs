// A convolutional network learns handwritten digits.
import {
  adam,
  argmax,
  conv2d,
  crossEntropy,
  equal,
  heNormal,
  matmul,
  maxPool2d,
  mean,
  relu,
  stream,
  valueAndGrad,
  zeros,
} from '@multiview/tensor'
import { batches, digits } from './data/digits.mjs'

const { train, heldOut } = digits()

// [n, 8, 8] → 6 channels of 8 × 8 → 4 × 4 → 12 channels of 4 × 4 → 2 × 2 → 10 classes.
const network = ({ conv1, conv2, dense }, images) => {
  const x = images.reshape([-1, 1, 8, 8])
  const y = maxPool2d(relu(conv2d(x, conv1.kernel, { padding: 'same', bias: conv1.bias })), 2)
  const z = maxPool2d(relu(conv2d(y, conv2.kernel, { padding: 'same', bias: conv2.bias })), 2)
  return matmul(z.reshape([-1, 48]), dense.weight).add(dense.bias)
}
const loss = (params, images, labels) => crossEntropy(network(params, images), labels)
const accuracy = (params, { images, labels }) =>
  mean(equal(argmax(network(params, images), { axis: 1 }), labels)).item()

let params = {
  conv1: { kernel: heNormal(stream(1, 'conv 1'), [6, 1, 3, 3]), bias: zeros([6]) },
  conv2: { kernel: heNormal(stream(1, 'conv 2'), [12, 6, 3, 3]), bias: zeros([12]) },
  dense: { weight: heNormal(stream(1, 'dense'), [48, 10]), bias: zeros([10]) },
}
const optimizer = adam({ learningRate: 0.02 })
let state = optimizer.init(params)

for (let epoch = 1; epoch <= 6; epoch++) {
  let last
  for (const { images, labels } of batches(train, stream(1, 'order', epoch), 70)) {
    const [value, gradient] = valueAndGrad(loss)(params, images, labels)
    ;({ params, state } = optimizer.update(params, gradient, state))
    last = value
  }
  console.log(`epoch ${epoch}: loss of the last batch ${last.item().toFixed(4)}`)
}
console.log('accuracy on held-out digits', accuracy(params, heldOut).toFixed(4))
