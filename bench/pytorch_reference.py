#!/usr/bin/python3
"""Twenty steps of PyTorch's SGD and AdamW on one small network: the numbers in tests/Percept.Tests/Training/pytorch-*.txt.

    apt-get install -y python3-torch
    /usr/bin/python3 bench/pytorch_reference.py tests/Percept.Tests/Training

Everything begins with numbers that a formula gives, so the test needs nothing but the results: a line for each loss, then a line
for each of the last weights. Weights shrink; biases and normalizations do not.
"""
import math
import sys

import torch
from torch import nn


def numbers(*shape, phase, scale):
    """The formula; the test has the same one."""
    count = math.prod(shape)
    return torch.tensor([scale * math.sin(0.7 * i + phase) for i in range(count)], dtype=torch.float32).reshape(shape)


def network():
    layers = nn.Sequential(
        nn.Conv2d(3, 5, 3, 2, 1, bias=False), nn.BatchNorm2d(5), nn.ReLU(), nn.Conv2d(5, 4, 3, 1, 1), nn.ReLU(),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    with torch.no_grad():
        layers[0].weight.copy_(numbers(5, 3, 3, 3, phase=1, scale=0.5))
        layers[3].weight.copy_(numbers(4, 5, 3, 3, phase=2, scale=0.5))
        layers[3].bias.copy_(numbers(4, phase=3, scale=0.1))
        layers[7].weight.copy_(numbers(3, 4, phase=4, scale=0.9))
        layers[7].bias.copy_(numbers(3, phase=5, scale=0.1))
    return layers.train()


def run(name, make):
    torch.set_num_threads(1)
    layers = network()
    decayed = [parameter for parameter in layers.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in layers.parameters() if parameter.dim() == 1]
    optimizer = make([{"params": decayed}, {"params": others, "weight_decay": 0}])
    loss = nn.CrossEntropyLoss(label_smoothing=0.1)
    lines = []
    for step in range(20):
        images = numbers(6, 3, 8, 8, phase=step, scale=1) * 0.5 + 0.5
        classes = torch.tensor([(i + step) % 3 for i in range(6)])
        images[torch.arange(6), classes] += 0.25
        optimizer.zero_grad()
        value = loss(layers(images), classes)
        value.backward()
        optimizer.step()
        lines.append(value.item())
    for parameter in [layers[0].weight, layers[1].weight, layers[1].bias, layers[3].weight, layers[3].bias, layers[7].weight, layers[7].bias, layers[1].running_mean]:
        lines += parameter.detach().flatten().tolist()
    with open(f"{sys.argv[1]}/pytorch-{name}.txt", "w") as file:
        file.writelines(f"{number:.9g}\n" for number in lines)


run("sgd", lambda groups: torch.optim.SGD(groups, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01))
run("adamw", lambda groups: torch.optim.AdamW(groups, lr=0.01, weight_decay=0.05))
