using System.Reflection;
using PublicApiGenerator;

namespace Percept.Tests.Architecture;

/// <summary>The public face of the libraries, as it was approved: a change of it is seen, and decided, in review.</summary>
public sealed class PublicApiTests
{
    static readonly ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Libraries => ["Percept.Onnx", "Percept", "Percept.Explorer"];

    [Theory, MemberData(nameof(Libraries))]
    public void The_public_face_is_the_approved_one(string library) =>
        CommittedPage.AssertIs($"tests/Percept.Tests/Architecture/Api/{library}.txt", Assembly.Load(library).GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n");

    [Theory, MemberData(nameof(Libraries))]
    public void Cancellation_comes_last_and_by_its_name(string library)
    {
        foreach (var type in Assembly.Load(library).GetExportedTypes())
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName))
                foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType == typeof(CancellationToken)))
                    Assert.True(parameter.Name == "cancellationToken" && parameter.Position == method.GetParameters().Length - 1, $"{type.Name}.{method.Name} takes its cancellation as '{parameter.Name}', {parameter.Position + 1} of {method.GetParameters().Length}.");
    }

    [Theory, MemberData(nameof(Libraries))]
    public void Exceptions_have_one_base(string library) =>
        Assert.All(Assembly.Load(library).GetTypes().Where(type => type.IsSubclassOf(typeof(Exception))), type => Assert.True(type == typeof(Percept.Onnx.PerceptException) || type.IsSubclassOf(typeof(Percept.Onnx.PerceptException)), $"{type} is no PerceptException."));
}
