using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Honest CEM, section 1.1.
/// </summary>
public static class HonestCem
{
    public static Protocol Protocol { get; } = new ProtocolDefinition("honest-cem", "Honest CEM", section: "1.1")
        .Remark("Fair as long as nobody cheats: upon learning M, Bob may never return his receipt.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a
            .Fresh(M)
            .Send("A1", B, M)
            .Receive("B1", Sign(B, M)))
        .Party(B, knows: [A], b => b
            .Receive("A1", M)
            .Send("B1", A, Sign(B, M)))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Attacked(A, Fairness, Timeliness, CutOff)
        .Proved(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt)
        .Attacked(NonRepudiationOfOrigin)
        .Build();
}
