using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Section 1.3, the subscription business model: <see cref="FairCemNamed"/> whose post office helps subscribers and refuses everybody else.
/// For whom it is fair: for Alice always, since she never asks; for Bob if he has subscribed. The adversary always has: whoever is refused
/// can do less. A post office that asks more of the others (it "may demand a much higher fee") answers as <see cref="FairCemNamed"/> does,
/// so there it is fair to whoever pays.
/// </summary>
public static class FairCemSubscribed
{
    /// <summary>Bob, who alone ever asks, has paid for the year. Alice has not, and need not.</summary>
    public static Protocol Protocol { get; } = FairCemNamed.Protocol
        .Derive("fair-cem-subscribed", "Fair CEM, Bob subscribed", section: "1.3, 3, ours")
        .SubscribersOnly(VPO, paid: B)
        .Remark("The post office helps subscribers only. Bob is one, Alice is not: she never asks, so it is fair to both.")
        .Build();

    /// <summary>Bob has not paid. He signs Z, Alice keeps M to herself, and the post office refuses him.</summary>
    public static Protocol Unsubscribed { get; } = FairCemNamed.Protocol
        .Derive("fair-cem-unsubscribed", "Fair CEM, nobody subscribed", section: "1.3, 3, ours")
        .SubscribersOnly(VPO)
        .Remark("The post office helps subscribers only, and Bob is none: he signs and gets no help. Who has not paid should not sign; "
            + "to Alice it is fair.")
        .Attacked(B, Fairness)
        .CannotReach(new Scenario.ItemFromTrustedParty(A))
        .CannotReach(new Scenario.ItemFromTrustedParty(B))
        .Build();
}
