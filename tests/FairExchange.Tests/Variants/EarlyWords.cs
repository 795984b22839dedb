using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Property;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Variants;

/// <summary>Bob sends two messages, and nothing says which comes first. Alice waits for the second.</summary>
public static class EarlyWords
{
    private static readonly Term Signed = Tuple(C, B, Sign(B, C));

    /// <summary>The other one she reads next: it may come early, and then it waits for her.</summary>
    public static Protocol ReadLater { get; } = Make(
        "early-read-later", a => a.Send("A1", B, Sign(A, C)).Receive("B1", Signed, otherwise: _ => { }).Receive("B2", Sign(B, B)))
        .Proved(Effectiveness).Build();

    /// <summary>The other one she would read only once she has given up: where it comes first it does not fit, and she gives up.</summary>
    public static Protocol ReadOtherwise { get; } = Make(
        "early-read-otherwise", a => a.Send("A1", B, Sign(A, C)).Receive("B1", Signed, otherwise: a => a.Receive("B2", Sign(B, B))))
        .Attacked(Effectiveness).Build();

    private static ProtocolDefinition Make(string id, Action<ScriptBuilder> alice) =>
        new ProtocolDefinition(id, "Two words at once", section: "ours").About(C)
        .Channel(A, B, Private).Channel(B, A, Private)
        .Party(A, knows: [B, C], alice)
        .Party(B, knows: [A, C], b => b.Receive("A1", Sign(A, C)).Send("B2", A, Sign(B, B)).Send("B1", A, Signed))
        .Wants(A, "contract", Tuple(B, Sign(B, C)), shows: $"{B} signed {C}")
        .Wants(B, "contract", Tuple(A, Sign(A, C)), shows: $"{A} signed {C}");
}
