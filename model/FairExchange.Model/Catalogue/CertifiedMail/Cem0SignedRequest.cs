using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.CertifiedMail;

/// <summary>
/// Ours: <see cref="Cem0"/> where Alice signs what she posts, and the letter expires at T.
/// In the paper's A1 the sender is a name that anyone writes: whoever knows Alice's name posts letters at her cost, and letters that nobody
/// answers stay with the post office for ever. Here the one who is charged has signed the letter itself, and what is open ends at a time
/// that its sender said. T is the letter's number, too: who posts the same content to the same recipient once more says another
/// millisecond, and the same T again is the same letter. The post office's name is under the signature, too: another that is given the
/// letter neither takes it nor charges her. Alice has an end, which <see cref="Cem0"/> does not give her. What it costs: A1 grows by one
/// signature, a time and a name; Alice signs once and the post office verifies once more, in every run, since it takes part in every run.
/// </summary>
public static class Cem0SignedRequest
{
    public static Protocol Protocol { get; } = Cem0.Protocol
        .Derive("cem0-signed-request", "CEM0, letter signed by Alice", section: "1.2, ours")
        .Remark("CEM0 where Alice signs the letter with a time: nobody else posts in her name, and no letter lies open for ever.")
        .Knows(A, T)
        .Message("A1", PO, Tuple(A, Sign(A, Tuple(PO, B, M, T))))
        .Message("B1", PO, Sign(B, M), before: T)
        .Otherwise("PO2", A, until: T.Plus(FairCemCutoff.Wait), otherwise: _ => { })
        .Proved(A, Timeliness, CutOff)
        .Build();
}
