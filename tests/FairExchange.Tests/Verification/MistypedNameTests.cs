using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification;

/// <summary>
/// A proved protocol with one name mistyped is noticed: when it is built, by a verdict, or only because something can no longer happen.
/// </summary>
public class MistypedNameTests
{
    /// <summary>Fair to both and empty: Bob never accepts what Alice sends him. Only what cannot happen any more shows it.</summary>
    private static readonly ImmutableArray<string> FairAndEmpty = ["A1: A", "B awaits A2 Z: A", "B awaits A2 Z: B"];

    /// <summary>
    /// The receipt's outer recipient says nothing that the signature and the names inside Z do not say, so nothing changes.
    /// </summary>
    private static readonly ImmutableArray<string> Harmless = ["receipt: B"];

    public static TheoryData<string> Places => [.. MistypedFairCem.Places];

    [Fact]
    public void Every_place_is_mistyped_once()
    {
        Assert.Equal(30, MistypedFairCem.Places.Length);
        Assert.Equal(MistypedFairCem.Places.Length, MistypedFairCem.Places.Distinct().Count());
        Assert.Subset(MistypedFairCem.Places.ToHashSet(), FairAndEmpty.Concat(Harmless).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_mistyped_name_is_noticed(string place)
    {
        var verifier = new Verifier(() => new Z3Solver());
        Protocol protocol;
        try
        {
            protocol = MistypedFairCem.At(place);
        }
        catch (DefinitionException)
        {
            Assert.DoesNotContain(place, FairAndEmpty.Concat(Harmless));
            return;
        }

        var isFair = protocol.Parties.All(party => verifier.Decide(protocol, Property.Fairness, party.Name, 1).Verdict is Verdict.Proved);
        var isEmpty = protocol.Scenarios.Any(scenario => verifier.Reach(protocol, scenario).Reached == false);

        Assert.Equal(FairAndEmpty.Contains(place), isFair && isEmpty);
        Assert.Equal(Harmless.Contains(place), isFair && !isEmpty);
    }

    [Fact]
    public void The_definition_that_is_mistyped_is_itself_proved_and_not_empty()
    {
        var verifier = new Verifier(() => new Z3Solver());
        var protocol = MistypedFairCem.At("nowhere");

        Assert.All(protocol.Expectations, claim => Assert.True(verifier.Decide(protocol, claim.Property, claim.Party, 1).AsExpected));
        Assert.All(protocol.Scenarios, scenario => Assert.True(verifier.Reach(protocol, scenario).Reached));
    }
}
