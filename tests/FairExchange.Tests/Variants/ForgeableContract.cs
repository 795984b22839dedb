using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>Contract signing whose judge asks for too little, so that evidence says more than the accused ever did.</summary>
public static class ForgeableContract
{
    /// <summary>Bob signs who he deals with and not what about: his signature serves for every contract.</summary>
    public static Protocol SignsNoContract { get; } = Common("signs-no-contract", Sign(B, Tuple(B, A)))
        .Wants(A, "contract", Tuple(B, C, Sign(A, Tuple(A, B, C)), Sign(B, Tuple(B, A))), shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}")
        .Proved(A, Accountability)
        .Attacked(B, Accountability)
        .Build();

    /// <summary>A trusted party that takes Alice's word for what Bob signed.</summary>
    public static Protocol CarelessWord { get; } = Common("careless-word", Sign(B, Tuple(A, B, C)), tp => tp
            .Receive("A2", Tuple(A, B, C, Sign(A, Tuple(A, B, C))))
            .Send("TP1", A, Sign(TP, Tuple(A, B, C))))
        .Channel(A, TP, Resilient).Channel(TP, A, Resilient)
        .Wants(A, "contract", Sign(B, Tuple(A, B, C)), shows: $"{B} signed {C} with {A}", replacement: Sign(TP, Tuple(A, B, C)))
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}")
        .Proved(A, Accountability)
        .Attacked(B, Accountability)
        .Build();

    /// <summary>The same, where it looks at Bob's signature before it gives its word.</summary>
    public static Protocol CarefulWord { get; } = Common("careful-word", Sign(B, Tuple(A, B, C)), tp => tp
            .Receive("A2", Tuple(A, B, C, Sign(B, Tuple(A, B, C))))
            .Send("TP1", A, Sign(TP, Tuple(A, B, C))))
        .Channel(A, TP, Resilient).Channel(TP, A, Resilient)
        .Wants(A, "contract", Sign(B, Tuple(A, B, C)), shows: $"{B} signed {C} with {A}", replacement: Sign(TP, Tuple(A, B, C)))
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}")
        .Proved(A, Accountability)
        .Proved(B, Accountability)
        .Build();

    /// <summary>
    /// Each signs its own name first, so that Alice's signature as the second is one as the first, and Bob's the other way round.
    /// </summary>
    public static Protocol OwnNameFirst { get; } = Common("own-name-first", Sign(B, Tuple(B, A, C)))
        .Wants(A, "contract", Sign(B, Tuple(B, A, C)), shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}")
        .Attacked(A, Accountability)
        .Attacked(B, Accountability)
        .Build();

    /// <summary>What Alice shows bears her own signature only.</summary>
    public static ProtocolDefinition HoldersOwn => Common("forgeable", Sign(B, Tuple(A, B, C)))
        .Wants(A, "contract", Tuple(B, Sign(A, Tuple(A, B, C))), shows: $"{B} signed {C} with {A}")
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}");

    /// <summary>The same where a trusted party's key closes it: what anybody encrypts is nobody's word.</summary>
    public static ProtocolDefinition Sealed =>
        Common("sealed", Sign(B, Tuple(A, B, C)),
            tp => tp.Receive("A2", Tuple(A, B, C, Sign(A, Tuple(A, B, C)))).Send("TP1", A, Sign(TP, Tuple(A, B, C))))
        .Channel(A, TP, Resilient).Channel(TP, A, Resilient)
        .Wants(A, "contract", Sign(B, Tuple(A, B, C)), shows: $"{B} signed {C} with {A}", replacement: Tuple(A, B, C, Hash(Tuple(A, B, C))))
        .Wants(B, "contract", Sign(A, Tuple(A, B, C)), shows: $"{A} signed {C} with {B}");

    public static IEnumerable<Protocol> All => [SignsNoContract, CarelessWord, CarefulWord, OwnNameFirst];

    private static ProtocolDefinition Common(string id, Term answer, Action<ScriptBuilder>? trusted = null)
    {
        var definition = new ProtocolDefinition(id, "Contract", section: "test").About(C)
            .Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, knows: [B, C],
                a => a.Send("A1", B, Sign(A, Tuple(A, B, C))).Receive("B1", answer, otherwise: trusted is null ? null : a => a
                .Send("A2", TP, Tuple(A, B, C, Sign(A, Tuple(A, B, C)))).Receive("TP1", Sign(TP, Tuple(A, B, C)))))
            .Party(B, knows: [A, C], b => b.Receive("A1", Sign(A, Tuple(A, B, C))).Send("B1", A, answer));
        return trusted is null ? definition : definition.Trusted(TP, trusted);
    }
}
