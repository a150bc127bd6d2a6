// Batch normalization. The loss returns the statistics of each batch as an auxiliary result. Their
// running averages normalize the held-out digits.
import {
  adam,
  argmax,
  batchNorm,
  crossEntropy,
  equal,
  heNormal,
  matmul,
  mean,
  ones,
  relu,
  stream,
  valueAndGrad,
  zeros,
} from '@multiview/tensor'
import { batches, digits } from './data/digits.mjs'

const { train, heldOut } = digits()
const flat = images => images.reshape([-1, 64])

/** The logits, and the mean and variance by which the hidden layer was normalized. */
function network({ w1, weight, bias, w2, b2 }, x, statistics = {}) {
  const { output, mean, variance } = batchNorm(matmul(x, w1), { weight, bias, ...statistics })
  return [matmul(relu(output), w2).add(b2), { mean, variance }]
}
function loss(params, x, labels) {
  const [logits, statistics] = network(params, x)
  return [crossEntropy(logits, labels), statistics]
}
const gradient = valueAndGrad(loss, { hasAux: true })

let params = {
  w1: heNormal(stream(1, 'layer 1'), [64, 32]),
  weight: ones([32]),
  bias: zeros([32]),
  w2: heNormal(stream(1, 'layer 2'), [32, 10]),
  b2: zeros([10]),
}
let running = { mean: zeros([32]), variance: ones([32]) }
const follow = (old, batch) => old.mul(0.9).add(batch.mul(0.1))
const optimizer = adam({ learningRate: 0.01 })
let state = optimizer.init(params)

for (let epoch = 1; epoch <= 8; epoch++) {
  for (const { images, labels } of batches(train, stream(1, 'order', epoch), 50)) {
    const [[, { mean, variance }], slope] = gradient(params, flat(images), labels)
    running = { mean: follow(running.mean, mean), variance: follow(running.variance, variance) }
    ;({ params, state } = optimizer.update(params, slope, state))
  }
}

const [logits] = network(params, flat(heldOut.images), running)
const right = equal(argmax(logits, { axis: 1 }), heldOut.labels)
console.log('accuracy on held-out digits', mean(right).item().toFixed(4))
