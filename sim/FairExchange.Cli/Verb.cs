using System.CommandLine;

namespace FairExchange.Cli;

/// <summary>One of the program's commands, with examples for its help.</summary>
internal abstract class Verb(string name, string description, params IReadOnlyList<string> examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
