using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// CEM0, section 1.2: a visible electronic post office takes part in every run.
/// </summary>
public static class Cem0
{
    /// <summary>
    /// As the paper means it: the post office hands M over "making sure" of the receipt, and only it reads what Alice posts.
    /// </summary>
    public static Protocol Protocol { get; } = new ProtocolDefinition("cem0", "CEM0", section: "1.2")
        .Remark("Needs a mailman: M and the receipt change hands in one moment, and what Alice posts stays closed until then.")
        .About(M)
        .Channel(A, PO, Resilient | Private).Channel(PO, B, InPerson).Channel(B, PO, Resilient).Channel(PO, A, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M)
            .Send("A1", PO, Tuple(A, B, M))
            .Receive("PO2", Sign(B, M)))
        .Party(B, knows: [], b => b
            .Receive("PO1", M)
            .Send("B1", PO, Sign(B, M)))
        .Trusted(PO, po => po
            .Receive("A1", Tuple(A, B, M))
            .Send("PO1", B, M)
            .Receive("B1", Sign(B, M))
            .Send("PO2", A, Sign(B, M)))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Proved(A, Fairness)
        .Attacked(A, Timeliness, CutOff)
        .Proved(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, NonRepudiationOfReceipt, Transparency)
        .Attacked(Optimism, NonRepudiationOfOrigin, Statelessness, Confidentiality)
        .CannotReach(new Scenario.ItemFromPeer(A))
        .CannotReach(new Scenario.ItemFromPeer(B))
        .Build();

    /// <summary>What "making sure" is worth: M is merely sent, and Bob keeps it without signing.</summary>
    public static Protocol Unwitnessed { get; } = Protocol.Derive("cem0-unwitnessed", "CEM0", section: "1.2")
        .Remark("CEM0 where the post office merely sends M: Bob takes it and never signs.")
        .Channel(PO, B, Resilient | Private)
        .Attacked(A, Fairness)
        .Build();

    /// <summary>What the closed letter is worth: Bob reads M on its way to the post office.</summary>
    public static Protocol OpenLink { get; } = Protocol.Derive("cem0-open-link", "CEM0", section: "1.2")
        .Remark("CEM0 over links that others can read: Bob reads M on its way to the post office.")
        .Channel(A, PO, Resilient)
        .Attacked(A, Fairness)
        .Build();
}
