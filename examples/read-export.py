"""Reads an export of a limit model (multiview train --model limit) with NumPy alone.

Says which view of each class was learned, and repeats one step of gradient descent from every
snapshot: python3 examples/read-export.py FOLDER
"""

import json
import sys
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
manifest = json.loads((folder / "manifest.json").read_text())
run = {each["name"]: np.load(folder / each["file"]) for each in manifest["arrays"] + manifest["trajectory"]}
settings = manifest["settings"]
k, q, threshold = settings["classes"], settings["power"], settings["threshold"]
if manifest["model"] != "limit" or "gain" in run:
    sys.exit("this example reads limit models without feature noise")
label, feature, weight = run["label"], run["feature"], run["weight"]
samples = np.arange(len(label))


def smoothed_relu(z):
    """ReLU~ of the paper and its derivative: z^q / (q threshold^(q-1)) up to the threshold, then linear."""
    z = np.maximum(z, 0)
    below = np.minimum(z, threshold)
    slope = (below / threshold) ** (q - 1)
    return below * slope / q + z - below, slope


def step(a, b, eta):
    """The loss at a [k, m, 2k] and b [k, m, N, P], and the weights after one step."""
    # A patch without a feature has weight 0.
    value, slope = smoothed_relu(weight * a[:, :, np.maximum(feature, 0)] + b)
    outputs = value.sum(axis=(1, 3)).T  # F [N, k]
    shifted = outputs - outputs.max(axis=1, keepdims=True)
    p = np.exp(shifted)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[samples, label]).mean()
    p[samples, label] -= 1
    dz = p.T[:, None, :, None] / len(label) * slope
    da = np.zeros_like(a)
    for v in range(2 * k):
        da[:, :, v] = (dz * np.where(feature == v, weight, 0)).sum(axis=(2, 3))
    return loss, a - eta * da, b - eta * dz * run["noiseNorm"] ** 2


own = run["trajectoryStrength"][-1].reshape(k, 2)
print("views learned", " ".join(str(1 + view) for view in own.argmax(axis=1)))
first, last = run["trajectoryLoss"][[0, -1]]
print(f"loss from {first:.4g} to {last:.4g} in {manifest['steps']} steps")

largest = 0.0
pairs = 0
steps = run["snapshotStep"]
for c in range(len(steps) - 1):
    if steps[c + 1] != steps[c] + 1:
        continue
    loss, a, b = step(run["aSnapshot"][c], run["bSnapshot"][c], run["eta"][steps[c]])
    for ours, theirs in [(loss, run["loss"][steps[c]]), (a, run["aSnapshot"][c + 1]), (b, run["bSnapshot"][c + 1])]:
        largest = max(largest, np.abs(ours - theirs).max() / np.abs(theirs).max())
    pairs += 1
print(f"{pairs} steps repeated, largest relative difference {largest:.1e}")
