using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// CEM0, section 1.2: a visible electronic post office takes part in every run.
/// <para>A1   A → PO  A, B, M</para>
/// <para>PO1  PO → B  M            against</para>
/// <para>B1   B → PO  SIG_B(M)</para>
/// <para>PO2  PO → A  SIG_B(M)</para>
/// </summary>
public static class Cem0
{
    /// <summary>
    /// As the paper means it: the post office hands M over "making sure" of the receipt, and only it reads what Alice posts.
    /// </summary>
    public static Protocol Protocol { get; } = Common("cem0", posting: Resilient | Private, handOver: InPerson)
        .Remark("Needs a mailman: M and the receipt change hands in one moment, and what Alice posts stays closed until then.")
        .Proved(A, Fairness)
        .Build();

    /// <summary>What "making sure" is worth: M is merely sent, and Bob keeps it without signing.</summary>
    public static Protocol Unwitnessed { get; } = Common("cem0-unwitnessed", posting: Resilient | Private, handOver: Resilient | Private)
        .Remark("CEM0 where the post office merely sends M: Bob takes it and never signs.")
        .Attacked(A, Fairness)
        .Build();

    /// <summary>What the closed letter is worth: Bob reads M on its way to the post office.</summary>
    public static Protocol OpenLink { get; } = Common("cem0-open-link", posting: Resilient, handOver: InPerson)
        .Remark("CEM0 over links that others can read: Bob reads M on its way to the post office.")
        .Attacked(A, Fairness)
        .Build();

    private static ProtocolDefinition Common(string id, Assurance posting, Assurance handOver) =>
        new ProtocolDefinition(id, "CEM0", section: "1.2")
            .About(M)
            .Channel(A, PO, posting).Channel(PO, B, handOver).Channel(B, PO, Resilient).Channel(PO, A, Resilient)
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
            .Attacked(A, Timeliness, CutOff)
            .Proved(B, Fairness, Timeliness, CutOff)
            .Proved(B, Accountability)
            .Proved(Effectiveness, NonRepudiationOfReceipt, Transparency)
            .Attacked(Optimism, NonRepudiationOfOrigin, Statelessness, Confidentiality)
            .CannotReach(new Scenario.ItemFromPeer(A))
            .CannotReach(new Scenario.ItemFromPeer(B));
}
