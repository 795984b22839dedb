using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: private Fair CEM where the post office takes the sender from Z and not from Bob, and tells Bob who it is.
/// What <see cref="FairCemNamed"/> is to <see cref="FairCem"/>, this is to <see cref="FairCemPrivate"/>: total privacy neither mends the
/// misnamed sender nor asks for another cure.
/// </summary>
public static class FairCemPrivateNamed
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = FairCemPrivate.Protocol
        .Derive("fair-cem-private-named", "Fair CEM, private, sender named by Z", section: "3, ours")
        .Remark("The change of fair-cem-named to fair-cem-private: the post office believes Z about the sender, not Bob, and tells him.")
        .Message("B2", VPO, Tuple(B, Z, Sign(B, Z)))
        .Message(
            "VPO1", B, Tuple(A, FairCemPrivate.Y, r), readAs: Tuple(S, FairCemPrivate.Sealed, r),
            check: FairCemPrivate.Z.With(A, S).Check)
        .Proved(B, Fairness)
        .Build();
}
