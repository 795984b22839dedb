using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Searching;

public class DealsTests
{
    /// <summary>
    /// A postmark says that M was posted, and not to whom: the adversary, which knows a message of its own, has none of Alice's for it.
    /// </summary>
    [Fact]
    public void A_message_of_the_adversarys_own_is_no_deal_of_Alices()
    {
        var postmark = new ProtocolDefinition("postmark", "Postmark", section: "ours")
            .About(M)
            .Channel(A, PO, Resilient | Private).Channel(PO, B, Resilient).Channel(PO, A, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", PO, Tuple(A, B, M)).Receive("PO1", Sign(PO, M)))
            .Party(B, knows: [], b => b.Receive("PO1", M))
            .Trusted(PO, po => po.Receive("A1", Tuple(A, B, M)).Send("PO1", A, Sign(PO, M)).Send("PO1", B, M))
            .Wants(A, "postmark", Sign(PO, M), shows: $"{M} was posted")
            .Wants(B, "message", M)
            .Build();

        Assert.IsType<Verdict.Proved>(new Verifier(() => new Z3Solver()).Decide(postmark, Property.Fairness, A, 1).Verdict);
    }
}
