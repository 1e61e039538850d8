#!/usr/bin/python3
"""What PyTorch takes for a training step of the network that `percept train` makes by default for 64 px: forward, loss, gradients, SGD.

    apt-get install -y python3-torch
    /usr/bin/python3 bench/pytorch_train.py --batch 64
"""
import argparse
import statistics
import time

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--size", type=int, default=64)
parser.add_argument("--classes", type=int, default=2)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--runs", type=int, default=15)
parser.add_argument("--channels-last", action="store_true", help="PyTorch's other memory layout")
parser.add_argument("--profile", action="store_true")
options = parser.parse_args()


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))
        self.second = nn.Sequential(nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))
        self.shortcut = nn.Identity() if inputs == outputs and stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        return torch.relu(self.second(self.first(x)) + self.shortcut(x))


torch.manual_seed(0)
torch.set_num_threads(options.threads)
network = nn.Sequential(
    nn.Conv2d(3, 24, 7, 2, 3, bias=False), nn.BatchNorm2d(24), nn.ReLU(inplace=True),
    Block(24, 32, 1), Block(32, 64, 2), Block(64, 128, 2),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, options.classes)).train()
images = torch.rand(options.batch, 3, options.size, options.size)
if options.channels_last:
    network, images = network.to(memory_format=torch.channels_last), images.contiguous(memory_format=torch.channels_last)
classes = torch.randint(options.classes, (options.batch,))
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
loss = nn.CrossEntropyLoss(label_smoothing=0.1)


def step():
    optimizer.zero_grad(set_to_none=True)
    loss(network(images), classes).backward()
    optimizer.step()


times, work = [], []
for run in range(-3, options.runs):
    start, worked = time.perf_counter(), time.process_time()
    step()
    if run >= 0:
        times.append(1000 * (time.perf_counter() - start))
        work.append(1000 * (time.process_time() - worked))
print(f"batch {options.batch}, {options.size} px, {options.threads} threads: {statistics.median(times):.1f} ms, at best {min(times):.1f} ms; "
      f"processor time {statistics.median(work):.1f} ms, at best {min(work):.1f} ms")
if options.profile:
    with torch.profiler.profile() as profile:
        step()
    print(profile.key_averages().table(sort_by="self_cpu_time_total", row_limit=15))
