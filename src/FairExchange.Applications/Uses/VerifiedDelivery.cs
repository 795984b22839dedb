using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Uses;

/// <summary>A receipt that the judge has accepted, for a typed message that is what it says; only verifying makes one.</summary>
public sealed record VerifiedDelivery
{
    private VerifiedDelivery(TypedMessage message, Value.Time? cutOff, long waitMs) =>
        (Message, CutOff, WaitMs) = (message, cutOff, waitMs);

    /// <summary>Between the two of the receipt, and signed where it must be.</summary>
    public TypedMessage Message { get; }

    public string Sender => Message.Sender;

    public string Recipient => Message.Recipient;

    /// <summary>By when it was received; null where the protocol has no cut-off time.</summary>
    public Value.Time? CutOff { get; }

    /// <summary>How long after the cut-off time, on whatever clock, the message may still be on its way; 0 where there is none.</summary>
    public long WaitMs { get; }

    /// <summary>The judge's sentence.</summary>
    public string Statement => $"{Recipient} received from {Sender} {Message}{(CutOff is null ? "" : $", by {CutOff}")}";

    /// <summary>The judge of a typed message: offline, from evidence that has been accepted and the judge's own list of keys.</summary>
    /// <param name="evidence">Of certified mail: of two parties, about a message.</param>
    /// <param name="keys">Whose key is whose, the same list by which the evidence was accepted.</param>
    /// <param name="agreed">The type of transaction that the two agreed on; null where keys did not come from certificates.</param>
    /// <param name="refusal">Why it is no receipt for what the message says; null with a null result where the message is of no
    /// type.</param>
    /// <param name="margins">That those who took part kept; <see cref="Margins.Usual"/> if left out.</param>
    public static VerifiedDelivery? TryVerify(
        VerifiedEvidence evidence, IKeyDirectory keys, string? agreed, out UseRefusal? refusal, Margins? margins = null)
    {
        var protocol = evidence.Evidence.Protocol;
        refusal = null;
        if (evidence.Facts[protocol.Subject] is not Value.Message received || TypedMessage.KindOf(received.Bytes.Memory) is not { } kind
            || evidence.Facts[protocol.First.Name] is not Value.Name sender
            || evidence.Facts[protocol.Second.Name] is not Value.Name recipient)
        {
            return null;
        }

        var message = TypedMessage.TryDecode(received.Bytes.Memory);
        var signed = message is Good good ? good.Order : message as SignedMessage;
        var cutOff = protocol.Deadlines.Select(deadline => evidence.Facts[deadline.Time]).FirstOrDefault() as Value.Time;
        refusal = message is null ? new UseRefusal.Malformed(kind)
            : message.Sender != sender.Text || message.Recipient != recipient.Text
                ? new UseRefusal.OtherParties(kind, sender.Text, recipient.Text, message.Sender, message.Recipient)
            : signed is not null && !signed.IsSigned(keys) ? new UseRefusal.NotSigned(signed.Kind, signed.Sender)
            : message is Notice && cutOff is null ? new UseRefusal.NoCutOff(protocol.Id)
            : agreed is not null && agreed != message.Transaction ? new UseRefusal.OtherTransaction(kind, message.Transaction, agreed)
            : null;
        return refusal is null ? new VerifiedDelivery(message!, cutOff, LongestWay(protocol, margins ?? Margins.Usual(protocol))) : null;
    }

    /// <summary>The latest deadline that any of the protocol's actors still reads something at, counted from the cut-off time.</summary>
    private static long LongestWay(Protocol protocol, Margins margins) =>
        protocol.Deadlines.Select(deadline => deadline.Margin is null ? 0 : deadline.Sign * margins[deadline.Margin]).Append(0).Max();
}
