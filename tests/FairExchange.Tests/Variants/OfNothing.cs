using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair CEM with values that an adversary brings without making them. Bob takes them as they come and cannot tell; the post office helps
/// only where they are what an honest Alice makes.
/// <para>A1    A → B    A, Z, d</para>
/// <para>B1    B → A    SIG_B(Z, d)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  B, Z, d, SIG_B(Z, d)           where A2 does not come</para>
/// <para>VPO1  VPO → A  SIG_B(Z, d)                    where d is what it should be</para>
/// <para>VPO1  VPO → B  A, M, r</para>
/// </summary>
public static class OfNothing
{
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable D = Digest("d");
    private static readonly Term.Variable Y = Ciphertext("Y");

    /// <summary>There is one digest that anybody makes, of the post office's name; 32 random bytes are another.</summary>
    public static Protocol DigestBeside { get; } = Of("digest-of-nothing", D, Hash(VPO));

    /// <summary>The same beside a digest that somebody else makes.</summary>
    public static Protocol DigestBesideAnother { get; } = Of("digest-of-nothing-beside-another", D, Hash(VPO), more: Hash(B));

    public static Protocol DigestOfTuple { get; } = Of("digest-of-nothing-for-a-tuple", D, Hash(Tuple(VPO, VPO)));

    /// <summary>The digest stands in Z, and nobody but the post office sees it.</summary>
    public static Protocol DigestInside { get; } = Of("digest-of-nothing-inside", D, Hash(VPO), isInside: true);

    /// <summary>A ciphertext of what is known and of no fresh coins.</summary>
    public static Protocol CiphertextBeside { get; } = Of("ciphertext-of-nothing", Y, Encrypt(VPO, Tuple(VPO, VPO), r));

    public static Protocol CiphertextInside { get; } = Of(
        "ciphertext-of-nothing-inside", Y, Encrypt(VPO, Tuple(VPO, VPO), r), isInside: true);

    public static Protocol Goods { get; } = Of("goods-of-nothing", E, Encrypt(K, M), key: K);

    /// <summary>The sender whom Bob is told is the post office: internal mail, which it does not answer for.</summary>
    public static Protocol SenderIsTrusted { get; } = new ProtocolDefinition(
        "sender-is-trusted", "Fair CEM, mail from the post office", section: "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r).Let(Z, Encrypt(VPO, Tuple(A, B, M), r)).Send("A1", B, Tuple(A, Z)).Receive("B1", Sign(B, Z))
                .Send("A2", B, Tuple(M, r)))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", A, Sign(B, Z))
            .Receive("A2", Tuple(M, r), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r)), otherwise: b => b
                .Send("B2", VPO, Tuple(A, B, Z, Sign(B, Z)))
                .Receive("VPO1", Tuple(S, M, r), check: Z.Is(Encrypt(VPO, Tuple(S, B, M), r)))))
        .Trusted(
            VPO,
            vpo => vpo.Receive("B2", Tuple(VPO, B, Z, Sign(B, Z))).Send("VPO2", B, Sign(VPO, Z)),
            vpo => vpo.Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, B, M), r))).Send("VPO1", A, Sign(B, Z))
                .Send("VPO1", B, Tuple(A, M, r)))
        .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
        .Wants(B, "message", M)
        .Attacked(B, Property.Fairness)
        .Build();

    public static ImmutableArray<Protocol> All { get; } =
        [DigestBeside, DigestBesideAnother, DigestOfTuple, DigestInside, CiphertextBeside, CiphertextInside, Goods, SenderIsTrusted];

    /// <param name="value">What Bob takes as it comes.</param>
    /// <param name="policy">What it must be for the post office to help.</param>
    /// <param name="isInside">It stands in Z, and not beside it.</param>
    /// <param name="key">Stands in Z, where the policy speaks of it.</param>
    /// <param name="more">What else Alice sends in A2.</param>
    private static Protocol Of(
        string id, Term.Variable value, Term policy, bool isInside = false, Term.Variable? key = null, Term? more = null)
    {
        Term[] inner = isInside ? [value] : key is null ? [] : [key];
        Term[] outer = isInside ? [] : [value];
        var signed = Sign(B, isInside ? Z : Tuple(Z, value));
        Term last = Tuple([M, r, .. inner, .. more is null ? (Term[])[] : [more]]);
        return new ProtocolDefinition(id, "Fair CEM, of nothing", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], a => (key is null ? a.Fresh(M, r) : a.Fresh(M, r, key))
                .Let(value, policy)
                .Let(Z, Closed(A))
                .Send("A1", B, Tuple([A, Z, .. outer]))
                .Receive("B1", signed)
                .Send("A2", B, last))
            .Party(B, knows: [], b => b
                .Receive("A1", Tuple([A, Z, .. outer]))
                .Send("B1", A, signed)
                .Receive("A2", last, check: Z.Is(Closed(A)), otherwise: b => b
                    .Send("B2", VPO, Tuple([B, Z, .. outer, signed]))
                    .Receive("VPO1", Opened(S), check: Z.Is(Closed(S)))))
            .Trusted(VPO, vpo => vpo
                .Receive("B2", Tuple([B, Z, .. outer, signed]), checks: [Z.Is(Closed(A)), value.Is(policy)])
                .Send("VPO1", A, signed)
                .Send("VPO1", B, Opened(A)))
            .Wants(
                A,
                "receipt",
                Tuple([A, B, M, r, .. inner, .. outer, Sign(B, isInside ? Closed(A) : Tuple(Closed(A), value))]),
                shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Attacked(B, Property.Fairness)
            .Build();

        Term Closed(Term.Variable sender) => Encrypt(VPO, Tuple([sender, B, M, .. inner]), r);
        Term Opened(Term.Variable sender) => Tuple([sender, M, r, .. inner]);
    }
}
