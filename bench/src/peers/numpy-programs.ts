/**
 * The programs in NumPy, in Python. NumPy does not compute derivatives, so they are written by
 * hand.
 */
export const NUMPY_PROGRAMS = `
def drawn(dtype, shape, seed, size=1.0):
    """The numbers of the bench's own generator: state -> 1664525 state + 1013904223, modulo 2^32."""
    n, factor, offset = int(np.prod(shape)), np.array([1664525], np.uint32), np.array([1013904223], np.uint32)
    while len(factor) < n:
        a, c = factor[-1], offset[-1]
        factor, offset = np.concatenate([factor, factor * a]), np.concatenate([offset, factor * c + offset])
    start = np.uint32((seed * 2654435761) % 2**32)
    state = (factor[:n] * start + offset[:n]).view(np.int32)
    return (state * (size / 2**31)).astype(dtype).reshape(shape)

def mlp(w):
    B, n, h, c, dtype = w['batch'], w['inputs'], w['hidden'], w['classes'], w['dtype']
    x, hot = drawn(dtype, (B, n), 1), np.eye(c, dtype=dtype)[np.arange(B) % c]
    p = [drawn(dtype, (n, h), 2, 0.05), drawn(dtype, h, 3, 0.05), drawn(dtype, (h, c), 4, 0.1), drawn(dtype, c, 5, 0.05)]
    rate, batch = np.dtype(dtype).type(w['rate']), np.dtype(dtype).type(B)
    def run():
        w1, b1, w2, b2 = p
        z = x @ w1
        z += b1
        a = np.maximum(z, 0)
        logits = a @ w2
        logits += b2
        top = logits.max(axis=1, keepdims=True)
        e = np.exp(logits - top)
        s = e.sum(axis=1, keepdims=True)
        value = (np.log(s) + top).sum() / batch - (logits * hot).sum() / batch
        e /= s
        e -= hot
        e /= batch
        d = e @ w2.T
        d *= z > 0
        p[:] = [w1 - rate * (x.T @ d), b1 - rate * d.sum(axis=0), w2 - rate * (a.T @ e), b2 - rate * e.sum(axis=0)]
        return value
    return run, lambda: [run(), run()][1]

def chain(w):
    n, dtype = w['length'], w['dtype']
    x, y = drawn(dtype, n, 1), drawn(dtype, n, 2)
    two, one = np.dtype(dtype).type(2), np.dtype(dtype).type(1)
    def run():
        t = np.tanh(two * x + y)
        e = np.exp(-x * x)
        return two * e * ((one - t * t) - t * x)
    return run, lambda: run().sum()

def attention(w):
    shape, dtype = (w['heads'], w['length'], w['width']), w['dtype']
    q, k, v, g = (drawn(dtype, shape, seed) for seed in (1, 2, 3, 4))
    scale = np.dtype(dtype).type(w['width'] ** -0.5)
    def weights():
        s = q @ k.transpose(0, 2, 1)
        s *= scale
        s -= s.max(axis=-1, keepdims=True)
        np.exp(s, out=s)
        s /= s.sum(axis=-1, keepdims=True)
        return s
    forward = lambda: weights() @ v
    def backward():
        p = weights()
        dp = g @ v.transpose(0, 2, 1)
        dp -= (dp * p).sum(axis=-1, keepdims=True)
        dp *= p
        dp *= scale
        return dp @ k, dp.transpose(0, 2, 1) @ q, p.transpose(0, 2, 1) @ g
    if w['program'] == 'attention': return forward, lambda: (forward() * g).sum()
    return backward, lambda: sum((d * d).sum() for d in backward())

def process(w):
    n, dtype = w['points'], w['dtype']
    x, y = drawn('float64', n, 1, 3), drawn(dtype, n, 2)
    squares, eye = ((x[:, None] - x) ** 2).astype(dtype), np.eye(n, dtype=dtype)
    l, a, s = (np.dtype(dtype).type(t) for t in w['start'])
    def run():
        signal = np.exp(2 * a) * np.exp(squares * (np.exp(-2 * l) / -2))
        factor = np.linalg.cholesky(signal + np.exp(2 * s) * eye)
        inverse = np.linalg.inv(factor)
        inverse = inverse.T @ inverse
        alpha = inverse @ y
        value = (y @ alpha) / 2 + np.log(np.diag(factor)).sum()
        d = (inverse - np.outer(alpha, alpha)) / 2
        return value, (d * signal * squares).sum() * np.exp(-2 * l), 2 * (d * signal).sum(), 2 * np.exp(2 * s) * np.trace(d)
    def check():
        value, *gradient = run()
        return value + sum(abs(d) for d in gradient)
    return run, check

def program(w):
    makers = {'mlp': mlp, 'chain': chain, 'gaussian-process': process}
    return makers.get(w['program'], attention)(w)
`
