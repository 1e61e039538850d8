namespace Percept.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Number">Which one, counted from 1.</param>
/// <param name="Rate">The learning rate at its end.</param>
/// <param name="Loss">The mean loss of its steps.</param>
/// <param name="Accuracy">The share of its varied images that were given their class.</param>
/// <param name="HeldOutLoss">The averaged weights' loss on the held-out images, without smoothing.</param>
/// <param name="HeldOutAccuracy">The share of held-out images that are given their class.</param>
/// <param name="BalancedAccuracy">The mean over classes of that share.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record Epoch(int Number, double Rate, double Loss, double Accuracy, double HeldOutLoss, double HeldOutAccuracy, double BalancedAccuracy, double Seconds);

/// <summary>How far a training is.</summary>
/// <param name="Done">The epochs that are done.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">The step of the epoch that is under way.</param>
/// <param name="Steps">How many steps an epoch has.</param>
/// <param name="Loss">The mean loss of the epoch's steps so far.</param>
/// <param name="Accuracy">The accuracy so far.</param>
/// <param name="Phase">What is being done.</param>
public sealed record TrainingProgress(IReadOnlyList<Epoch> Done, int Epochs, int Step, int Steps, double Loss, double Accuracy, string Phase);
