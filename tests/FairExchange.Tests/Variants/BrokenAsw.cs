using System.Collections.Immutable;
using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// ASW with one thing missing each, by which Alice is wronged. What is not said is as in asw.
/// </summary>
public static class BrokenAsw
{
    private static readonly Term.Variable ha = Digest("ha"), hb = Digest("hb"), hc = Digest("hc");

    private static readonly Term
        m1 = Sign(A, Tuple(A, B, TP, C, ha)), m2 = Sign(B, Tuple(m1, hb)), another = Sign(B, Tuple(m1, hc)),
        abort = Sign(A, Tuple("abort", m1));

    /// <summary>It answers whatever it is asked, and remembers nothing: Alice has aborted, and Bob resolves all the same.</summary>
    public static Protocol WithoutExclusivity { get; } = Of("asw-without-exclusivity",
        tp => tp.Receive("a1", Tuple(A, abort)).Send("a2", A, Token(abort)),
        tp => tp.Receive("r1", Tuple(A, m1, m2)).Send("r2", A, Replacement(m2)),
        tp => tp.Receive("r1'", Tuple(A, B, m1, m2)).Send("r2", B, Replacement(m2)));

    /// <summary>An abort is answered whatever has been resolved before.</summary>
    public static Protocol AbortsAlways { get; } = Of("asw-aborts-always",
        tp => tp.Receive("a1", Tuple(A, abort)).Send("a2", A, Token(abort)),
        ResolveOnly("r1", Tuple(A, m1, m2), A), ResolveOnly("r1'", Tuple(A, B, m1, m2), B));

    /// <summary>
    /// Alice, who has Bob's answer and resolves with it, takes no replacement but of that very answer: Bob has resolved with another.
    /// </summary>
    public static Protocol TakesHerOwnOnly { get; } = AsokanShoupWaidner.Protocol.Derive("asw-takes-her-own-only", "ASW, broken", "ours")
        .Otherwise("m4", A, a => a
            .Send("r1", TP, Tuple(A, m1, m2))
            .ReceiveFirst([On("r2", Replacement(m2)), On("a2", Token(abort))]))
        .Attacked(A, Property.Fairness).Build();

    public static ImmutableArray<Protocol> All { get; } = [WithoutExclusivity, AbortsAlways, TakesHerOwnOnly];

    private static Term Replacement(Term answer) => Sign(TP, Tuple(m1, answer));

    private static Term Token(Term asked) => Sign(TP, Tuple("aborted", asked));

    private static Action<ScriptBuilder> ResolveOnly(string label, Term request, Term.Variable asker) => tp => tp
        .Receive(label, request)
        .Register(m1, m2, Standing(another, tp => tp.Send("r2", asker, Replacement(another))))
        .Send("r2", asker, Replacement(m2));

    private static Protocol Of(string id, params ImmutableArray<Action<ScriptBuilder>> handlers) =>
        AsokanShoupWaidner.Protocol.Derive(id, "ASW, broken", section: "ours").Trusted(TP, handlers).Attacked(A, Property.Fairness).Build();
}
