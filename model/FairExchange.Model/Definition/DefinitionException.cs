using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>A definition that cannot work. The message is one line: protocol, role, step, term, and what is wrong.</summary>
public sealed class DefinitionException(string protocol, Term.Variable? role, string? step, Term? term, string problem)
    : Exception(string.Join(
        ", ",
        new[] { $"protocol {protocol}", role is null ? null : $"role {role}", step is null ? null : $"step {step}", term is null ? null : $"term {term}" }
            .Where(part => part is not null)) + ": " + problem)
{
    public string Protocol { get; } = protocol;

    public Term.Variable? Role { get; } = role;

    public string? Step { get; } = step;

    public Term? Term { get; } = term;

    public string Problem { get; } = problem;
}
