using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FairExchange.Verification.Solving;

namespace FairExchange.Simulation.Reports;

/// <summary>With what a folder of results was made: the only file of it that differs from machine to machine.</summary>
/// <param name="Command">The arguments as they were given.</param>
/// <param name="Parameters">What decides the results, defaults included: seed, exchanges per row with each suite, number of messages.</param>
public sealed record Provenance(
    ImmutableArray<string> Command,
    ImmutableSortedDictionary<string, string> Parameters,
    string Program,
    string Runtime,
    string System,
    string Z3,
    string Made,
    double Seconds)
{
    public static Provenance Of(ImmutableArray<string> command, ImmutableSortedDictionary<string, string> parameters, TimeProvider clock, TimeSpan took) => new(
        command,
        parameters,
        typeof(Provenance).Assembly.GetName().Version?.ToString(3) ?? "",
        RuntimeInformation.FrameworkDescription,
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Z3Solver.Version.ToString(),
        clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", global::System.Globalization.CultureInfo.InvariantCulture),
        Math.Round(took.TotalSeconds, 1));
}
