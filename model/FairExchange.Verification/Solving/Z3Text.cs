using static Microsoft.Z3.Native.LIB;

namespace FairExchange.Verification.Solving;

/// <summary>Gives SMT-LIB text to Z3's own reader: slower than <see cref="Z3Solver"/>, and the check that both say the same.</summary>
public static class Z3Text
{
    /// <summary>Runs a script in a context of its own.</summary>
    /// <returns>What Z3 prints, a line each: <c>sat</c>, <c>unsat</c> or <c>unknown</c> for each check.</returns>
    /// <exception cref="SolverException">Z3 cannot read the text, or a command fails.</exception>
    /// <exception cref="Z3NotFoundException">There is no native Z3.</exception>
    public static IReadOnlyList<string> Run(string script)
    {
        _ = Z3Library.Loaded;
        using Z3Context context = new();
        string output = Z3Context.Text(Z3_eval_smtlib2_string(context.Handle, script));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? error = Array.Find(lines, line => line.StartsWith("(error", StringComparison.Ordinal)) ?? context.Failure;
        return error is null ? lines : throw new SolverException(error);
    }
}
