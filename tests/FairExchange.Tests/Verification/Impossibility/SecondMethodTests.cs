using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>The solver finds as many protocols as there are when all are written down and played.</summary>
public class SecondMethodTests
{
    private const Demands Fair = Demands.FairToAlice | Demands.FairToBob;

    [Theory]
    [InlineData(1, Demands.All)]
    [InlineData(1, Fair)]
    [InlineData(1, Demands.Effective)]
    [InlineData(2, Demands.All)]
    [InlineData(2, Fair)]
    [InlineData(2, Demands.Effective | Demands.FairToAlice)]
    [InlineData(2, Demands.Effective | Demands.FairToBob)]
    [InlineData(3, Demands.All)]
    [InlineData(3, Fair)]
    [InlineData(3, Demands.Effective | Demands.FairToAlice)]
    public void Z3_finds_just_the_protocols_that_playing_them_all_finds(int messages, Demands demands)
    {
        using var solver = new Z3Solver();
        var unknowns = new Unknowns(SmallRepertoire.CertifiedMail, messages, trusted: false);
        var search = new CandidateSearch(unknowns, new Rules(unknowns).Of(demands), solver, TimeSpan.FromMinutes(1), CancellationToken.None);
        var sizes = new List<int>();
        var next = search.Next();
        for (; next is Sought.Found found; next = search.Next())
        {
            sizes.Add(found.Candidate.Messages.Sum(message => message.Parts.Length) + found.Candidate.Evidence.Values.Sum(shown => shown.Length));
        }

        Assert.IsType<Sought.None>(next);
        Assert.Equal(Playing.Sizes(messages, demands), sizes);
        Assert.Equal(demands != Demands.All && (messages >= 2 || !demands.HasFlag(Demands.Effective)) && (messages >= 3 || demands != (Demands.Effective | Demands.FairToAlice)), sizes.Count > 0);
    }
}
