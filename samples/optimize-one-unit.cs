#!/usr/bin/env dotnet
#:project ../src/Percept/Percept.csproj

// Optimises an image for one unit of the demo network, a face detector, and writes it as a PNG:
//
//     dotnet run samples/optimize-one-unit.cs -- [OBJECTIVE] [FILE.png]
//
// An objective is a layer, a unit of it (layer:unit), one of its neurons (layer:unit@y,x), or a sum of these with weights.

using Percept.Demo;
using Percept.Visualization;

var network = DemoNetwork.Faces.Load();
var objective = Objective.Parse(args is [var text, ..] ? text : network.Layers[^6].NameOf(0));
var file = args is [_, var path, ..] ? path : "unit.png";

var recipe = new Recipe { Steps = 256, Height = 160, Width = 160 };
await foreach (var found in Optimizer.RunAsync(network, [objective], recipe))
{
    found.Picture.Write(file);
    Console.WriteLine($"{found.Objective} reaches {found.Activation:G4}: {file}");
}
