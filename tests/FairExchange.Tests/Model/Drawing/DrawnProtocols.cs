using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Drawing;

/// <summary>Definitions with steps that no catalogue entry has yet.</summary>
internal static class DrawnProtocols
{
    /// <summary>A choice between two receives, a check that answers when it fails, and a trusted party for the impatient.</summary>
    public static Protocol Choices { get; } = new ProtocolDefinition("choices", "Choices", section: "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(A, TP, Resilient).Channel(TP, A, Resilient)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Send("A1", B, Tuple(M, r, Encrypt(TP, M, r)))
            .ReceiveFirst(
                [
                    ScriptBuilder.On("B1", Sign(B, M), then: a => a.Send("A2", B, Sign(A, M))),
                    ScriptBuilder.On("B0", Sign(B, B)),
                ],
                otherwise: a => a.Send("A3", TP, Tuple(A, M)).Receive("TP1", Sign(TP, M))))
        .Party(B, knows: [A], b => b
            .Receive("A1", Tuple(M, r, Z))
            .Check(Z.Is(Encrypt(TP, M, r)), otherwise: b => b.Send("B0", A, Sign(B, B)))
            .Send("B1", A, Sign(B, M))
            .Receive("A2", Sign(A, M)))
        .Trusted(TP, tp => tp
            .Receive("A3", Tuple(A, M))
            .Send("TP1", A, Sign(TP, M)))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>A message, a receipt, and a trusted party of that name.</summary>
    public static Protocol WithTrusted(string name, string label = "B2", Term? held = null)
    {
        var trusted = Name(name);
        return new ProtocolDefinition("with-trusted", "With a trusted party", section: "ours")
            .About(M)
            .Channel(A, B, Lossy).Channel(B, A, Lossy).Channel(B, trusted, Resilient).Channel(trusted, B, Resilient)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, Tuple(A, M)).Receive("B1", held ?? Sign(B, Tuple(A, M))))
            .Party(B, knows: [], b => b.Receive("A1", Tuple(A, M)).Send(label, trusted, Tuple(B, M))
                .Send("B1", A, held ?? Sign(B, Tuple(A, M))))
            .Trusted(trusted, t => t.Receive(label, Tuple(B, M)).Send("T1", B, M))
            .Wants(A, "receipt", held ?? Sign(B, Tuple(A, M)), shows: $"{B} received {M} from {A}")
            .Wants(B, "message", M)
            .Build();
    }
}
