using System.Collections.Immutable;

namespace FairExchange.Verification.Solving;

/// <summary>Passes everything on to another solver, which it owns, and writes it down.</summary>
public sealed class RecordingSolver(ISolver inner) : ISolver
{
    public Script Script { get; } = new();

    public void Assert(Formula formula)
    {
        inner.Assert(formula);
        Script.Add(new Script.Command.Assert(formula));
    }

    public void Push()
    {
        inner.Push();
        Script.Add(new Script.Command.Push());
    }

    public void Pop()
    {
        inner.Pop();
        Script.Add(new Script.Command.Pop());
    }

    public Answer Check(
        IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        Answer? answer = null;
        try
        {
            answer = inner.Check(assumptions, timeout, cancellation);
            return answer;
        }
        finally
        {
            ImmutableArray<Formula> held = assumptions is null ? [] : [.. assumptions];
            Script.Add(new Script.Command.Check(held, answer));
        }
    }

    public void Note(string text)
    {
        inner.Note(text);
        Script.Add(new Script.Command.Note(text));
    }

    public void Dispose() => inner.Dispose();
}
