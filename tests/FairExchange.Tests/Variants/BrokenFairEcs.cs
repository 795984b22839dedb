using System.Collections.Immutable;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>
/// fair-ecs-bound with one check missing each, and the party that is wronged by it. What is not said is as in fair-ecs-bound.
/// </summary>
public static class BrokenFairEcs
{
    private static readonly Term.Variable R = Coins("R");
    private static readonly Term.Variable S = Name("S");
    private static readonly Term.Variable T = Name("T");
    private static readonly Term.Variable D = Contract("D");

    private static Term Sealed { get; } = Encrypt(TP, Tuple(A, B, R), r);

    private static Match Opens { get; } = Z.Is(Sealed);

    private static Term Answer { get; } = Tuple(Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z));

    private static Term Request { get; } = Tuple(A, B, Z, Sign(B, Sign(A, Tuple(C, Z))), Sign(B, Z));

    /// <summary>
    /// Bob is bound by a Z that nobody opens: it is garbled, or names others, and the trusted party gives him nothing for it.
    /// </summary>
    public static Protocol BindsUnopened { get; } = Of(
        "fair-ecs-binds-unopened", "Bob is bound whatever Z is.", wronged: B, receipt: Answer);

    /// <summary>
    /// Bob signs C and Z in words of his own: the trusted party does not see what Alice signed, and he shows it another contract.
    /// </summary>
    public static Protocol OwnWords { get; } = Of(
        "fair-ecs-own-words",
        "The trusted party does not see what Alice signed.",
        wronged: A,
        receipt: Tuple(A, B, R, r, Sign(B, Tuple(C, Sealed)), Sign(B, Sealed)),
        answer: Tuple(Sign(B, Tuple(C, Z)), Sign(B, Z)),
        request: Tuple(A, B, Z, Sign(B, Tuple(C, Z)), Sign(B, Z)));

    /// <summary>
    /// Alice's signature goes to the trusted party beside Bob's of the same form: what one signs as Bob counts as signed as an Alice.
    /// </summary>
    public static Protocol SameForm { get; } = Of(
        "fair-ecs-same-form",
        "Bob's signature has the form of Alice's.",
        wronged: A,
        receipt: Tuple(A, B, R, r, Sign(B, Tuple(C, Sealed)), Sign(B, Sealed)),
        answer: Tuple(Sign(B, Tuple(C, Z)), Sign(B, Z)),
        request: Tuple(A, B, Sign(A, Tuple(C, Z)), Sign(B, Tuple(C, Z)), Sign(B, Z)));

    /// <summary>Alice's signature comes along, but may be of another contract than Bob's.</summary>
    public static Protocol IgnoresContract { get; } = Of(
        "fair-ecs-ignores-contract", "The trusted party does not compare the contracts.", wronged: A,
        receipt: Tuple(A, B, R, r, Sign(B, Tuple(C, Sealed)), Sign(B, Sealed)),
        answer: Tuple(Sign(B, Tuple(C, Z)), Sign(B, Z)),
        request: Tuple(A, B, Sign(A, Tuple(C, Z)), Sign(B, Tuple(C, Z)), Sign(B, Z)),
        tp: tp => tp
            .Receive("B2", Tuple(A, B, Sign(A, Tuple(D, Z)), Sign(B, Tuple(C, Z)), Sign(B, Z)), check: Opens)
            .Send("TP1", A, Tuple(Sign(B, Tuple(C, Z)), Sign(B, Z)))
            .Send("TP1", B, Tuple(R, r)));

    /// <summary>Z opens, whoever it names: two accomplices ask with signatures of their own and Alice's Z.</summary>
    public static Protocol IgnoresNames { get; } = Of(
        "fair-ecs-ignores-names", "The trusted party does not look at the names in Z.", wronged: A, tp: tp => tp
        .Receive("B2", Request, check: Z.Is(Encrypt(TP, Tuple(S, T, R), r)))
        .Send("TP1", A, Answer)
        .Send("TP1", B, Tuple(R, r)));

    /// <summary>TP1 to Alice is never sent.</summary>
    public static Protocol KeepsSignature { get; } = Of(
        "fair-ecs-keeps-signature", "The trusted party keeps Bob's signatures to itself.", wronged: A, tp: tp => tp
        .Receive("B2", Request, check: Opens)
        .Send("TP1", B, Tuple(R, r)));

    /// <summary>Bob does not encrypt again and compare.</summary>
    public static Protocol AcceptsAnyOpening { get; } = Of("fair-ecs-accepts-any-opening", "Bob accepts any R.", wronged: B, bob: b => b
        .Receive("A1", Sign(A, Tuple(C, Z)))
        .Send("B1", A, Answer)
        .Receive("A2", Tuple(R, r), otherwise: b => b
            .Send("B2", TP, Request)
            .Receive("TP1", Tuple(R, r), check: Opens)));

    public static ImmutableArray<Protocol> All { get; } =
        [BindsUnopened, OwnWords, SameForm, IgnoresContract, IgnoresNames, KeepsSignature, AcceptsAnyOpening];

    private static Protocol Of(
        string id,
        string remark,
        Term.Variable wronged,
        Term? receipt = null,
        Term? answer = null,
        Term? request = null,
        Action<ScriptBuilder>? bob = null,
        Action<ScriptBuilder>? tp = null)
    {
        answer ??= Answer;
        request ??= Request;
        return new ProtocolDefinition(id, "Fair ECS, broken", section: "1, 4, ours")
            .Remark(remark)
            .About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Channel(B, TP, Resilient).Channel(TP, A, Resilient).Channel(TP, B, Resilient)
            .Party(A, knows: [B, C], a => a
                .Fresh(R, r)
                .Let(Z, Sealed)
                .Send("A1", B, Sign(A, Tuple(C, Z)))
                .Receive("B1", answer)
                .Send("A2", B, Tuple(R, r)))
            .Party(B, knows: [A, C], bob ?? (b => b
                .Receive("A1", Sign(A, Tuple(C, Z)))
                .Send("B1", A, answer)
                .Receive("A2", Tuple(R, r), check: Opens, otherwise: b => b
                    .Send("B2", TP, request)
                    .Receive("TP1", Tuple(R, r), check: Opens))))
            .Trusted(TP, tp ?? (tp => tp
                .Receive("B2", request, check: Opens)
                .Send("TP1", A, answer)
                .Send("TP1", B, Tuple(R, r))))
            .Wants(A, "contract", receipt
                ?? Tuple(A, B, R, r, Sign(B, Sign(A, Tuple(C, Sealed))), Sign(B, Sealed)), shows: $"{B} signed {C}")
            .Wants(B, "contract", Tuple(A, B, R, r, Sign(A, Tuple(C, Sealed))), shows: $"{A} signed {C}")
            .Attacked(wronged, Property.Fairness)
            .Build();
    }
}
