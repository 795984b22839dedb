
namespace FairExchange.Model.Language;

/// <summary>One line of the property table that a catalogue entry is expected to get.</summary>
/// <param name="AttackedFrom">The number of sessions from which an attack exists; null: proved for every number that is searched.</param>
public sealed record Expectation(Property Property, Term.Variable? Party, int? AttackedFrom)
{
    public bool IsAttackedAt(int sessions) => AttackedFrom is { } from && sessions >= from;
}
