using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>The solver finds as many protocols as there are when all are written down and played.</summary>
public class SecondMethodTests
{
    /// <summary>Without effectiveness: saying nothing, or nothing that matters, will do.</summary>
    private const Demands Fair = Demands.FairToAlice | Demands.FairToBob;

    [Theory]
    [InlineData(1, Demands.All, false)]
    [InlineData(1, Fair, true)]
    [InlineData(1, Demands.Effective, false)]
    [InlineData(2, Demands.All, false)]
    [InlineData(2, Fair, true)]
    [InlineData(2, Demands.Effective | Demands.FairToAlice, false)]
    [InlineData(2, Demands.Effective | Demands.FairToBob, true)]
    [InlineData(3, Demands.All, false)]
    [InlineData(3, Fair, true)]
    [InlineData(3, Demands.Effective | Demands.FairToAlice, true)]
    public void Z3_finds_just_the_protocols_that_playing_them_all_finds(int messages, Demands demands, bool exist)
    {
        using var solver = new Z3Solver();
        var unknowns = new Unknowns(SmallRepertoire.CertifiedMail, messages, trusted: false);
        var search = new CandidateSearch(
            unknowns, new Rules(unknowns).Of(demands), solver, TimeSpan.FromMinutes(1), CancellationToken.None);
        var sizes = new List<int>();
        var next = search.Next();
        for (; next is CandidateAnswer.Found found; next = search.Next())
        {
            sizes.Add(found.Candidate.Messages.Sum(message => message.Parts.Length)
                + found.Candidate.Evidence.Values.Sum(shown => shown.Length));
        }

        Assert.IsType<CandidateAnswer.None>(next);
        Assert.Equal(Playing.Sizes(messages, demands), sizes);
        Assert.Equal(exist, sizes.Count > 0);
    }
}
