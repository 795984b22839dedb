using System.Collections.Immutable;
using FairExchange.Cli;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Cli;

/// <summary>What a command printed, and its exit code.</summary>
internal sealed record Shell(int Code, string Output, string Error)
{
    public static Shell Run(params string[] args) => Run(context => context, args);

    public static Shell Run(Func<CommandContext, CommandContext> change, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CommandLine.Run(args, change(new CommandContext(output, error)));
        return new Shell(code, output.ToString(), error.ToString());
    }

    public static Shell RunOn(Protocol protocol, params string[] args) => Run(context => context with { Catalogue = [protocol] }, args);

    /// <summary>One line on standard error, nothing on standard output, exit code 2.</summary>
    public void AssertMisused(string said)
    {
        Assert.Equal(2, Code);
        Assert.Equal("", Output);
        Assert.StartsWith("fairexchange: ", Error, StringComparison.Ordinal);
        Assert.Contains(said, Error, StringComparison.Ordinal);
        Assert.Equal(Error.Length - 1, Error.IndexOf('\n', StringComparison.Ordinal));
    }

    public ImmutableArray<string> Lines => [.. Output.Split('\n')];
}

/// <summary>A solver that knows nothing.</summary>
internal sealed class Clueless : ISolver
{
    public void Assert(Formula formula)
    {
    }

    public void Push()
    {
    }

    public void Pop()
    {
    }

    public SolverAnswer Check(IReadOnlyList<Formula>? assumptions = null, TimeSpan? timeout = null,
        CancellationToken cancellation = default) => new SolverAnswer.Unknown("timeout");

    public void Dispose()
    {
    }
}
