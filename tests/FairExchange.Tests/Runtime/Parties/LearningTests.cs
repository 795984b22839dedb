using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Runtime.Parties;

/// <summary>
/// What a party holds follows from the terms, not from how a definition is laid out: with or without a name for a ciphertext, at the top or
/// inside.
/// </summary>
public class LearningTests
{
    private static readonly World World = World.Of("p256");

    /// <summary>Alice never names E_B(M; r), Bob reads it where it stands; her receipt is for what is inside.</summary>
    private static readonly Protocol Unnamed = new ProtocolDefinition("inline", "A ciphertext without a name", section: "ours")
        .Remark("For this test.")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a
            .Fresh(M, r)
            .Send("A1", B, Tuple(A, Encrypt(B, M, r)))
            .Receive("B1", Tuple(B, Sign(B, Encrypt(B, M, r)))))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Encrypt(B, M, r)))
            .Send("B1", A, Tuple(B, Sign(B, Encrypt(B, M, r)))))
        .Wants(A, "receipt", Tuple(B, M, r, Sign(B, Encrypt(B, M, r))), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Build();

    /// <summary>The contract is both signatures: each shows its own beside the other's.</summary>
    private static readonly Protocol Both = new ProtocolDefinition("both-signatures", "Both signatures are the contract", section: "ours")
        .Remark("For this test.")
        .About(C)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B, C], a => a
            .Send("A1", B, Sign(A, Tuple(A, B, C)))
            .Receive("B1", Sign(B, Tuple(A, B, C))))
        .Party(B, knows: [A, C], b => b
            .Receive("A1", Sign(A, Tuple(A, B, C)))
            .Send("B1", A, Sign(B, Tuple(A, B, C))))
        .Wants(A, "contract", Tuple(Sign(A, Tuple(A, B, C)), Sign(B, Tuple(A, B, C))), shows: $"{A} and {B} signed {C}")
        .Wants(B, "contract", Tuple(Sign(A, Tuple(A, B, C)), Sign(B, Tuple(A, B, C))), shows: $"{A} and {B} signed {C}")
        .Build();

    [Fact]
    public void A_ciphertext_that_is_read_in_place_gives_its_message_and_a_receipt_for_it() => Assert.Equal(
        [
            "Alice sends A1 to Bob",
            "Bob has the message", "Bob sends B1 to Alice", "Bob is done",
            "Alice has the receipt", "Alice is done",
        ],
        Pump.Run(World, Unnamed).Log);

    [Fact]
    public void A_party_holds_the_signature_that_it_gave_away() => Assert.Equal(
        [
            "Alice sends A1 to Bob",
            "Bob has the contract", "Bob sends B1 to Alice", "Bob is done",
            "Alice has the contract", "Alice is done",
        ],
        Pump.Run(World, Both).Log);
}
