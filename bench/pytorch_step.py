#!/usr/bin/python3
"""What PyTorch takes for the step that `percept measure` measures: forward and gradient of one output channel, weights frozen.

    apt-get install -y python3-torch python3-torchvision python3-onnx
    /usr/bin/python3 bench/pytorch_step.py resnet18 --export resnet18.onnx
    artifacts/bin/Percept.Cli/release/percept measure resnet18.onnx --of output:3 --json
"""
import argparse
import statistics
import time

import torch
import torchvision

parser = argparse.ArgumentParser()
parser.add_argument("name")
parser.add_argument("--batch", type=int, default=4)
parser.add_argument("--size", type=int, default=224)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--runs", type=int, default=9)
parser.add_argument("--export", help="also write the network, with its random weights, as an ONNX file")
options = parser.parse_args()

torch.manual_seed(0)
torch.set_num_threads(options.threads)
settings = {"aux_logits": False, "init_weights": False} if options.name == "googlenet" else {}
network = getattr(torchvision.models, options.name)(weights=None, **settings).eval().requires_grad_(False)
images = torch.randn(options.batch, 3, options.size, options.size)

if options.export:
    # PyTorch exports its fused attention, which ONNX lacks, where no parameter wants a gradient.
    network.requires_grad_(True)
    torch.onnx.export(network, images, options.export, opset_version=17, input_names=["input"], output_names=["output"])
    network.requires_grad_(False)

times = []
for run in range(-3, options.runs):
    images.requires_grad_(True)
    start = time.perf_counter()
    torch.autograd.grad(network(images)[:, 3].sum(), images)
    if run >= 0:
        times.append(1000 * (time.perf_counter() - start))
print(f"{options.name}, batch {options.batch}, {options.size} px, {options.threads} threads: {statistics.median(times):.1f} ms")
