using System.Collections.Immutable;
using FairExchange.Verification.Impossibility;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>
/// A second method, without solver and formulas: every protocol over the four parts of <see cref="SmallRepertoire"/> is played message by
/// message, with who has what worked out by hand.
/// </summary>
internal sealed class Playing(int messages, Demands demands)
{
    private const int M = 1;
    private const int Z = 2;
    private const int SignedM = 4;
    private const int SignedZ = 8;
    private const int All = M | Z | SignedM | SignedZ;

    private readonly List<int> sizes = [];

    /// <summary>The number of signatures and parts of each protocol that fulfils the demands, in order.</summary>
    public static ImmutableArray<int> Sizes(int messages, Demands demands)
    {
        var playing = new Playing(messages, demands);
        foreach (var shown in new[] { SignedM, SignedZ, SignedM | SignedZ })
        {
            // Alice has M, and what hides it; Bob has nothing.
            playing.Go(0, M | Z, 0, shown, int.PopCount(shown));
        }

        return [.. playing.sizes.Order()];
    }

    private void Go(int said, int alice, int bob, int shown, int size)
    {
        var (receipt, message) = ((alice & shown) == shown, (bob & M) != 0);
        if ((demands.HasFlag(Demands.FairToAlice) && message && !receipt) || (demands.HasFlag(Demands.FairToBob) && receipt && !message))
        {
            return;
        }

        if (!demands.HasFlag(Demands.Effective) || (receipt && message))
        {
            sizes.Add(size);
        }

        for (var parts = 1; parts <= All && said < messages; parts++)
        {
            if ((parts & ~alice) == 0)
            {
                Go(said + 1, alice, Signing(Reading(bob | parts)), shown, size + int.PopCount(parts));
            }

            if ((parts & ~bob) == 0)
            {
                Go(said + 1, Reading(alice | parts), bob, shown, size + int.PopCount(parts));
            }
        }
    }

    /// <summary>A signature shows what it signs.</summary>
    private static int Reading(int has) => has | ((has & SignedM) != 0 ? M : 0) | ((has & SignedZ) != 0 ? Z : 0);

    /// <summary>Bob signs whatever he has.</summary>
    private static int Signing(int has) => has | ((has & M) != 0 ? SignedM : 0) | ((has & Z) != 0 ? SignedZ : 0);
}
