using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Model.Catalogue.ContractSigning;

/// <summary>
/// Optimistic contract signing of Asokan, Shoup and Waidner (Asynchronous protocols for optimistic fair exchange, IEEE S&amp;P 1998). The
/// contract is both commitments with what opens them, or the trusted party's replacement. Under m1 it enters the abort or the m2 with which
/// it resolved, whoever asked first. Reconstructed: requests name the two in the clear; and whoever resolves takes a replacement that names
/// another m2 of Bob's, with which he may have resolved before.
/// </summary>
public static class AsokanShoupWaidner
{
    private static readonly Term.Variable na = Coins("na"), nb = Coins("nb"), ha = Digest("ha"), hb = Digest("hb"), hc = Digest("hc");

    private static readonly Term
        m1 = Sign(A, Tuple(A, B, TP, C, ha)),
        m2 = Sign(B, Tuple(m1, hb)),
        another = Sign(B, Tuple(m1, hc)),
        replacement = Sign(TP, Tuple(m1, m2)),
        abort = Sign(A, Tuple("abort", m1)),
        token = Sign(TP, Tuple("aborted", abort));

    private static Term Contract => Tuple(na, nb, Sign(B, Tuple(Sign(A, Tuple(A, B, TP, C, Hash(na))), Hash(nb))));

    public static Protocol Protocol { get; } = new ProtocolDefinition("asw", "ASW contract signing", section: "Asokan, Shoup, Waidner 1998")
        .Remark("A trusted party that remembers: abort excludes resolve. Whoever resolves second gets what the first one got.")
        .About(C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(A, TP, Resilient).Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
        .Party(A, knows: [B, C], a => a
            .Fresh(na)
            .Let(ha, Hash(na))
            .Send("m1", B, m1)
            .Receive("m2", m2, otherwise: a => a
                .Send("a1", TP, Tuple(A, abort))
                .ReceiveFirst([On("a2", token), On("r2", replacement)]))
            .Send("m3", B, na)
            .Receive("m4", nb, check: hb.Is(Hash(nb)), otherwise: a => a
                .Send("r1", TP, Tuple(A, m1, m2))
                .ReceiveFirst([On("r2", Sign(TP, Tuple(m1, another))), On("a2", token)])))
        .Party(B, knows: [A, C], b => b
            .Receive("m1", m1)
            .Fresh(nb)
            .Let(hb, Hash(nb))
            .Send("m2", A, m2)
            .Receive("m3", na, check: ha.Is(Hash(na)), otherwise: b => b
                .Send("r1'", TP, Tuple(A, B, m1, m2))
                .ReceiveFirst([On("r2", Sign(TP, Tuple(m1, another))), On("a2", token)]))
            .Send("m4", A, nb))
        .Trusted(TP,
            tp => tp.Receive("a1", Tuple(A, abort))
                .Register(m1, abort, Standing(m2, tp => tp.Send("r2", A, replacement)))
                .Send("a2", A, token),
            Resolve("r1", Tuple(A, m1, m2), A),
            Resolve("r1'", Tuple(A, B, m1, m2), B))
        .Wants(A, "contract", Contract, shows: $"{A} and {B} signed {C}", replacement: replacement)
        .Wants(B, "contract", Contract, shows: $"{A} and {B} signed {C}", replacement: replacement)
        .Proved(A, Fairness, Accountability, Timeliness, CutOff)
        .Proved(B, Fairness, Accountability, Timeliness, CutOff)
        .Proved(Effectiveness, Optimism, NonRepudiationOfReceipt, NonRepudiationOfOrigin)
        .Attacked(Transparency, Statelessness, Confidentiality)
        .DecidedFor(sessions: 1)
        .Build();

    private static Action<ScriptBuilder> Resolve(string label, Term request, Term.Variable asker) => tp => tp
        .Receive(label, request)
        .Register(m1, m2,
            Standing(abort, tp => tp.Send("a2", asker, token)),
            Standing(another, tp => tp.Send("r2", asker, Sign(TP, Tuple(m1, another)))))
        .Send("r2", asker, replacement);
}
