using System.Text.Json.Serialization.Metadata;

namespace Percept.Atlases;

/// <summary>What was found about a question: a record that the command prints, the atlas keeps and a page takes.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
public interface IAnswer<TSelf> where TSelf : IAnswer<TSelf>
{
    /// <summary>The name by which the atlas keeps it: small letters.</summary>
    static abstract string Name { get; }

    /// <summary>How it, and what is kept of each unit for it, is written as JSON and read again.</summary>
    static abstract IJsonTypeInfoResolver Json { get; }
}
