using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Verdicts;

/// <summary>Every attack on a catalogue entry with up to two sessions, found once for all tests.</summary>
internal static class FoundAttacks
{
    private static readonly Lazy<ImmutableArray<Trace>> Found = new(() =>
    [
        .. Verifier.DecideAll([.. Claim.All(Entries.All)], Environment.ProcessorCount, () => new Z3Solver())
            .Select(decision => decision.Verdict)
            .OfType<Verdict.Attacked>().Select(attacked => attacked.Trace),
    ]);

    public static ImmutableArray<Trace> All => Found.Value;

    /// <summary>The attack by which Alice names herself to Bob and an accomplice inside Z.</summary>
    public static Trace OnFairCem => All.First(trace => trace.Protocol.Id == "fair-cem" && trace.Property == Property.Fairness);
}
