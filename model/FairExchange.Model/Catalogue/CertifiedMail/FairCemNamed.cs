using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: Fair CEM where the post office takes the sender from Z and not from Bob, and tells Bob who it is.
/// In <see cref="FairCem"/> a sender who names herself to Bob and an accomplice inside Z gets a receipt that the judge accepts for the
/// accomplice, while the post office, asked about the first name, refuses Bob the message. A receipt speaks for the sender that Z names,
/// whoever that is; so must a resolve.
/// </summary>
public static class FairCemNamed
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = FairCem.Protocol.Derive("fair-cem-named", "Fair CEM, sender named by Z", section: "3, ours")
        .Remark("A small change to fair-cem that proves fair: the post office believes Z about the sender, not Bob, and tells him.")
        .Message("B2", VPO, Tuple(B, Z, Sign(B, Z)))
        .Message("VPO1", B, Tuple(A, M, r), readAs: Tuple(S, M, r), check: FairCem.Z.With(A, S).Check)
        .Proved(B, Fairness)
        .Build();
}
