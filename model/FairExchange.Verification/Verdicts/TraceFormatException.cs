namespace FairExchange.Verification.Verdicts;

/// <summary>A file that is no trace. The message is one line: where (as a JSON path from <c>$</c>, the whole file) and what.</summary>
public sealed class TraceFormatException(string place, string problem) : Exception($"{place}: {problem}")
{
    public string Place { get; } = place;

    public string Problem { get; } = problem;
}
