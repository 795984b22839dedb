using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="FairCemCutoff"/> with the change of <see cref="FairCemNamed"/>, the sender named by Z.
/// What <see cref="FairCemNamed"/> leaves open, that neither side can end a run on its own, is gone: to both it is fair, and soon after T
/// both know for good.
/// </summary>
public static class FairCemCutoffNamed
{
    private static readonly Term.Variable S = Name("S");

    public static Protocol Protocol { get; } = FairCemCutoff.Protocol
        .Derive("fair-cem-cutoff-named", "Fair CEM with a cut-off time, sender named by Z", section: "3, ours")
        .Remark("The change of fair-cem-named to fair-cem-cutoff: fair to both, and soon after T both sides are at an end, with their "
            + "items or without.")
        .Message("B2", VPO, Tuple(B, Z, Sign(B, Tuple(T, Z))))
        .Message("VPO1", B, Tuple(A, M, r), readAs: Tuple(S, M, r), check: FairCemCutoff.Z.With(A, S).Check)
        .Proved(B, Fairness, CutOff)
        .Build();
}
