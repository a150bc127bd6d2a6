import { NUMPY_PROGRAMS } from './numpy-programs.ts'

/** The Python program. It reads one JSON object per line and answers each with one. */
export const NUMPY_SERVER = `
import json, sys, time
import numpy as np

def draw(dtype, shape, scale):
    return (np.random.default_rng(1).uniform(-scale, scale, shape)).astype(dtype)

def product(w):
    m, n, k = w['m'], w['n'], w['k']
    a = draw(w['dtype'], (m, k) if w['layout'][0] == 'N' else (k, m), 1)
    b = draw(w['dtype'], (k, n) if w['layout'][1] == 'N' else (n, k), 1)
    a = a if w['layout'][0] == 'N' else a.T
    b = b if w['layout'][1] == 'N' else b.T
    return lambda: a @ b

def elementwise(w):
    x, y = draw(w['dtype'], w['length'], 1), draw(w['dtype'], w['length'], 1)
    op = w['op']
    if op == 'add': return lambda: x + y
    if op == 'mul': return lambda: x * y
    return {'exp': lambda: np.exp(x), 'tanh': lambda: np.tanh(x), 'sum': lambda: np.sum(x)}[op]

def linalg(w):
    n, op = w['size'], w['op']
    a, b = draw(w['dtype'], (n, n), 1), draw(w['dtype'], n, 1)
    if op == 'solve': return lambda: np.linalg.solve(a, b)
    s = a + a.T + (2 * n * np.eye(n) if op == 'cholesky' else 0)
    f = getattr(np.linalg, op)
    return lambda: f(s if op in ('cholesky', 'eigh') else a)

def step(s):
    N, P, d, k, m, q = s['samples'], s['patches'], s['dimension'], s['classes'], s['neurons'], int(s['power'])
    dtype = np.dtype(s['dtype']).type
    rho = dtype(s['threshold'])
    x = draw(dtype, (N * P, d), 0.5)
    w = draw(dtype, (k * m, d), 0.05)
    rows, y = np.arange(N), np.arange(N) % k
    def run():
        z = x @ w.T
        c = np.clip(z, 0, rho)
        t = c / rho
        slope = t.copy()
        for _ in range(q - 2): slope *= t
        z -= rho
        np.maximum(z, 0, out=z)
        c *= slope
        c /= dtype(q)
        z += c
        F = z.reshape(N, P, k, m).sum(axis=(1, 3))
        F -= F.max(axis=1, keepdims=True)
        e = np.exp(F)
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[rows, y]).mean()
        p[rows, y] -= 1
        p /= N
        slope.reshape(N, P, k, m)[...] *= p[:, None, :, None]
        w[...] -= dtype(1e-6) * (slope.T @ x)
        return loss
    return run

def limit(s):
    N, P, k, m, q = s['samples'], s['patches'], s['classes'], s['neurons'], int(s['power'])
    dtype = np.dtype(s['dtype']).type
    rho, Q, eta = dtype(s['threshold']), N * P, dtype(1e-6)
    feature = (((np.arange(1, Q + 1, dtype=np.uint64) * np.uint64(2654435761)) % (1 << 32)) >> np.uint64(8)) % (2 * k)
    feature = feature.astype(np.int64)
    z = (0.3 + (np.arange(Q) % 9) / 10).astype(dtype)
    noise = np.full((Q, 1), 0.09, dtype)
    # The sum over the patches of a feature as a product with a matrix that has z in the row of the
    # patch's feature.
    spread = np.zeros((2 * k, Q), dtype)
    spread[feature, np.arange(Q)] = z
    a = draw(dtype, (2 * k, k * m), 0.3)
    b = draw(dtype, (Q, k * m), 0.1)
    rows, y = np.arange(N), np.arange(N) % k
    def run():
        u = a[feature]
        u *= z[:, None]
        u += b
        np.maximum(u, 0, out=u)
        c = np.minimum(u, rho)
        u -= c
        slope = c / rho
        t = slope.copy()
        for _ in range(q - 2): slope *= t
        c *= slope
        c /= dtype(q)
        u += c
        F = u.reshape(N, P, k, m).sum(axis=(1, 3))
        F -= F.max(axis=1, keepdims=True)
        e = np.exp(F)
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[rows, y]).mean()
        p[rows, y] -= 1
        p /= N
        slope.reshape(N, P, k, m)[...] *= p[:, None, :, None]
        a[...] -= eta * (spread @ slope)
        slope *= eta * noise
        b[...] -= slope
        return loss
    return run

${NUMPY_PROGRAMS}
makers = {'program': program, 'linalg': linalg, 'gemm': product, 'elementwise': elementwise, 'step-dense': step, 'step-limit': limit}
run, calls = None, 1
for line in sys.stdin:
    question = json.loads(line)
    if question['ask'] == 'version':
        answer = {'version': np.__version__}
    elif question['ask'] == 'prepare':
        made, calls = makers[question['work']['kind']](question['work']), 1
        run, check = made if isinstance(made, tuple) else (made, None)
        answer = {'value': 0}
    elif question['ask'] == 'check':
        answer = {'value': float(check())}
    else:
        least = question['atLeastMs'] / 1000
        run()
        while True:
            start = time.perf_counter()
            for _ in range(calls): run()
            taken = time.perf_counter() - start
            if taken >= least: break
            calls = max(calls + 1, int(calls * min(10, 1.2 * least / max(taken, 1e-9))))
        answer = {'value': 1000 * taken / calls}
    print(json.dumps(answer), flush=True)
`
