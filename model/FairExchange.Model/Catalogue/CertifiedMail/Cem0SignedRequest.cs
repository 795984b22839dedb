using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.CertifiedMail.FairCemCutoff;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="Cem0"/> where Alice signs what she posts, and the letter expires at T.
/// <para>A1   A → PO  A, SIG_A(PO, B, M, T)</para>
/// <para>PO1  PO → B  M                      against</para>
/// <para>B1   B → PO  SIG_B(M)               up to T on the post office's clock; then the letter is dropped</para>
/// <para>PO2  PO → A  SIG_B(M)               for which A waits until T + wait</para>
/// In the paper's A1 the sender is a name that anyone writes: whoever knows Alice's name posts letters at her cost, and letters that nobody
/// answers stay with the post office for ever. Here the one who is charged has signed the letter itself, and what is open ends at a time
/// that its sender said. T is the letter's number, too: who posts the same content to the same recipient once more says another
/// millisecond, and the same T again is the same letter. The post office's name is under the signature, too: another that is given the
/// letter neither takes it nor charges her. Alice has an end, which <see cref="Cem0"/> does not give her. What it costs: A1 grows by one
/// signature, a time and a name; Alice signs once and the post office verifies once more, in every run, since it takes part in every run.
/// </summary>
public static class Cem0SignedRequest
{
    public static Protocol Protocol { get; } = new ProtocolDefinition(
        "cem0-signed-request", "CEM0, letter signed by Alice", section: "1.2, ours")
        .Remark("CEM0 where Alice signs the letter with a time: nobody else posts in her name, and no letter lies open for ever.")
        .About(M)
        .Channel(A, PO, Resilient | Private).Channel(PO, B, InPerson).Channel(B, PO, Resilient).Channel(PO, A, Resilient)
        .Party(A, knows: [B, T], a => a
            .Fresh(M)
            .Send("A1", PO, Tuple(A, Terms.Sign(A, Tuple(PO, B, M, T))))
            .Receive("PO2", Terms.Sign(B, M), until: T.Plus(Wait), otherwise: _ => { }))
        .Party(B, knows: [], b => b
            .Receive("PO1", M)
            .Send("B1", PO, Terms.Sign(B, M)))
        .Trusted(PO, po => po
            .Receive("A1", Tuple(A, Terms.Sign(A, Tuple(PO, B, M, T))))
            .Send("PO1", B, M)
            .Receive("B1", Terms.Sign(B, M), before: T)
            .Send("PO2", A, Terms.Sign(B, M)))
        .Wants(A, "receipt", Terms.Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Proved(A, Fairness, Timeliness, CutOff)
        .Proved(B, Fairness, Timeliness, CutOff)
        .Proved(B, Accountability)
        .Proved(Effectiveness, NonRepudiationOfReceipt, Transparency)
        .Attacked(Optimism, NonRepudiationOfOrigin, Statelessness, Confidentiality)
        .CannotReach(new Scenario.ItemFromPeer(A))
        .CannotReach(new Scenario.ItemFromPeer(B))
        .Build();
}
