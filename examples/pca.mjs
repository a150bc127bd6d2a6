// Principal components of handwritten digits by the singular value decomposition.
import { div, matmul, mean, mul, square, sub, sum, svd } from '@multiview/tensor'
import { digits } from './data/digits.mjs'

const x = digits().all.images.reshape([-1, 64])
const centred = sub(x, mean(x, { axis: 0 }))
const { u, s, vh } = svd(centred, { fullMatrices: false })

const share = div(square(s), sum(square(s)))
console.log('share of the variance', share.slice([0, 3]))

// The first k components give the nearest matrix of rank k. Its error is the rest of the variance.
const k = 20
const nearest = matmul(mul(u.slice(null, [0, k]), s.slice([0, k])), vh.slice([0, k]))
const error = sum(square(sub(centred, nearest)))
const others = sum(square(s.slice([k, null])))
console.log(`share with ${k} of 64 components`, sum(share.slice([0, k])).item())
console.log('left out', error.item(), 'expected', others.item())
