// A network with one hidden layer learns handwritten digits, in minibatches with Adam.
import {
  adam,
  argmax,
  crossEntropy,
  equal,
  heNormal,
  matmul,
  mean,
  relu,
  stream,
  valueAndGrad,
  zeros,
} from '@multiview/tensor'
import { batches, digits } from './data/digits.mjs'

const { train, heldOut } = digits()
const flat = images => images.reshape([-1, 64])

const network = ({ w1, b1, w2, b2 }, x) => matmul(relu(matmul(x, w1).add(b1)), w2).add(b2)
const loss = (params, x, labels) => crossEntropy(network(params, x), labels)
const accuracy = (params, { images, labels }) =>
  mean(equal(argmax(network(params, flat(images)), { axis: 1 }), labels)).item()

let params = {
  w1: heNormal(stream(1, 'layer 1'), [64, 64]),
  b1: zeros([64]),
  w2: heNormal(stream(1, 'layer 2'), [64, 10]),
  b2: zeros([10]),
}
const optimizer = adam({ learningRate: 0.005 })
let state = optimizer.init(params)

for (let epoch = 1; epoch <= 15; epoch++) {
  let last
  for (const { images, labels } of batches(train, stream(1, 'order', epoch), 50)) {
    const [value, gradient] = valueAndGrad(loss)(params, flat(images), labels)
    ;({ params, state } = optimizer.update(params, gradient, state))
    last = value
  }
  if (epoch % 5 === 0) console.log(`epoch ${epoch}: loss of the last batch ${last.item().toFixed(4)}`)
}
console.log('accuracy on held-out digits', accuracy(params, heldOut).toFixed(4))
