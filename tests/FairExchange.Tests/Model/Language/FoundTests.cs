using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Language;

/// <summary>What follows from a record is found once, and that must not show.</summary>
public class FoundTests
{
    [Fact]
    public void What_has_been_found_is_no_part_of_a_terms_value()
    {
        var (asked, other) = (Sign(B, Hash(Tuple(A, M))), Sign(B, Hash(Tuple(A, M))));
        Assert.Equal<Term>([B, A, M], asked.Variables().AsEnumerable());
        Assert.Equal(Hash(Tuple(A, M)), Assert.Single(asked.OpaqueParts()));

        Assert.Equal(other, asked);
        Assert.Equal(other.GetHashCode(), asked.GetHashCode());
    }

    [Fact]
    public void A_changed_copy_finds_its_own()
    {
        var timed = FairCemCutoff.Protocol;
        Assert.True(timed.IsTimed);

        var untimed = timed with { Parties = FairCem.Protocol.Parties, TrustedParties = FairCem.Protocol.TrustedParties };
        Assert.False(untimed.IsTimed);
        Assert.True(timed.IsTimed);
    }

    [Fact]
    public void A_changed_script_has_its_own_steps()
    {
        var script = FairCem.Protocol.First.Script;
        Assert.Equal(["A1", "A2"], script.AllSteps().OfType<Step.Send>().Select(send => send.Label));

        Assert.Empty((script with { Steps = [.. script.Steps.Where(step => step is Step.Fresh)] }).AllSteps().OfType<Step.Send>());
    }
}
