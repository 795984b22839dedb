using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// Fair CEM with one thing wrong each; Z = E_VPO(A, B, M; r). What is not said is as in fair-cem to the letter.
/// <para>A1    A → B    A, Z</para>
/// <para>B1    B → A    SIG_B(Z)</para>
/// <para>A2    A → B    M, r</para>
/// <para>B2    B → VPO  A, B, Z, SIG_B(Z)</para>
/// <para>VPO1  VPO → A  SIG_B(Z)</para>
/// <para>VPO1  VPO → B  M, r</para>
/// </summary>
public static class BrokenFairCem
{
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable T = Name("T");
    private static readonly Term.Variable Y = Ciphertext("Y");

    private static Match Opens { get; } = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));

    /// <summary>VPO1 to Alice is never sent. Bob resolves instead of answering, and has M.</summary>
    public static Protocol KeepsReceipt { get; } = Of(
        "fair-cem-keeps-receipt", "The post office keeps the receipt to itself.", wronged: A, vpo: vpo => vpo
        .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Opens)
        .Send("VPO1", B, Tuple(M, r)));

    /// <summary>Z opens, whoever it names. Bob says that he is the sender too: the receipt comes back to him, and M with it.</summary>
    public static Protocol IgnoresNames { get; } = Of(
        "fair-cem-ignores-names", "The post office does not look at the names in Z.", wronged: A, vpo: vpo => vpo
        .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(S, T, M), r)))
        .Send("VPO1", A, Sign(B, Z))
        .Send("VPO1", B, Tuple(M, r)));

    /// <summary>Z may be meant for anybody. An accomplice signs and resolves it: Alice is sent a receipt that is not Bob's.</summary>
    public static Protocol IgnoresRecipient { get; } = Of(
        "fair-cem-ignores-recipient", "The post office does not look at the recipient in Z.", wronged: A, vpo: vpo => vpo
        .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Z.Is(Encrypt(VPO, Tuple(A, T, M), r)))
        .Send("VPO1", A, Sign(B, Z))
        .Send("VPO1", B, Tuple(M, r)));

    /// <summary>
    /// Anything that Bob signed passes for his signature of Z, and is passed on: he has M for a receipt of something else.
    /// </summary>
    public static Protocol IgnoresSignature { get; } = Of(
        "fair-cem-ignores-signature", "The post office does not check that what Bob signed is Z.", wronged: A, vpo: vpo => vpo
        .Receive("B2", Tuple(A, B, Z, Sign(B, Y)), check: Opens)
        .Send("VPO1", A, Sign(B, Y))
        .Send("VPO1", B, Tuple(M, r)));

    /// <summary>A2 goes out with A1. Bob has M and never answers.</summary>
    public static Protocol UnaskedRelease { get; } = Of("fair-cem-unasked-release", "Alice releases M unasked.", wronged: A, alice: a => a
        .Fresh(M, r)
        .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
        .Send("A1", B, Tuple(A, Z))
        .Send("A2", B, Tuple(M, r))
        .Receive("B1", Sign(B, Z)));

    /// <summary>Bob waits for A2 for ever. Alice keeps it to herself once she has the receipt.</summary>
    public static Protocol NeverResolves { get; } = Of("fair-cem-never-resolves", "Bob never resolves.", wronged: B, bob: b => b
        .Receive("A1", Tuple(A, Z))
        .Send("B1", A, Sign(B, Z))
        .Receive("A2", Tuple(M, r), check: Opens));

    /// <summary>Bob does not encrypt again and compare. Alice sends him something else than Z holds, and he is content.</summary>
    public static Protocol AcceptsAnyMessage { get; } = Of("fair-cem-accepts-any-message", "Bob accepts any M.", wronged: B, bob: b => b
        .Receive("A1", Tuple(A, Z))
        .Send("B1", A, Sign(B, Z))
        .Receive("A2", Tuple(M, r), otherwise: b => b
            .Send("B2", VPO, Tuple(A, B, Z, Sign(B, Z)))
            .Receive("VPO1", Tuple(M, r), check: Opens)));

    public static ImmutableArray<Protocol> All { get; } = [
        KeepsReceipt, IgnoresNames, IgnoresRecipient, IgnoresSignature, UnaskedRelease, NeverResolves, AcceptsAnyMessage];

    private static Protocol Of(
        string id,
        string remark,
        Term.Variable wronged,
        Action<ScriptBuilder>? alice = null,
        Action<ScriptBuilder>? bob = null,
        Action<ScriptBuilder>? vpo = null) => new ProtocolDefinition(id, "Fair CEM, broken", section: "3, ours")
            .Remark(remark)
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, VPO, Resilient).Channel(VPO, A, Resilient).Channel(VPO, B, Resilient)
            .Party(A, knows: [B], alice ?? Alice)
            .Party(B, knows: [], bob ?? Bob)
            .Trusted(VPO, vpo ?? PostOffice)
            .Wants(A, "receipt", Tuple(A, B, M, r, Sign(B, Encrypt(VPO, Tuple(A, B, M), r))), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Attacked(wronged, Property.Fairness)
            .Build();

    private static void Alice(ScriptBuilder a) => a
        .Fresh(M, r)
        .Let(Z, Encrypt(VPO, Tuple(A, B, M), r))
        .Send("A1", B, Tuple(A, Z))
        .Receive("B1", Sign(B, Z))
        .Send("A2", B, Tuple(M, r));

    private static void Bob(ScriptBuilder b) => b
        .Receive("A1", Tuple(A, Z))
        .Send("B1", A, Sign(B, Z))
        .Receive("A2", Tuple(M, r), check: Opens, otherwise: b => b
            .Send("B2", VPO, Tuple(A, B, Z, Sign(B, Z)))
            .Receive("VPO1", Tuple(M, r), check: Opens));

    private static void PostOffice(ScriptBuilder vpo) => vpo
        .Receive("B2", Tuple(A, B, Z, Sign(B, Z)), check: Opens)
        .Send("VPO1", A, Sign(B, Z))
        .Send("VPO1", B, Tuple(M, r));
}
