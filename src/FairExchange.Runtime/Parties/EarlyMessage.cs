using System.Collections.Immutable;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>A message in a trusted party's mailbox: it fits nothing yet.</summary>
/// <param name="Message">As it came.</param>
/// <param name="From">Whose signature in it holds; the empty name where there is none; null where nobody has had to ask.</param>
/// <param name="ExpiresMs">The last millisecond in which it is kept.</param>
public sealed record EarlyMessage(Value Message, string? From, long ExpiresMs)
{
    /// <summary>Signatures of one message that are tried.</summary>
    private const int Tried = 4;

    /// <summary>
    /// Adds a message. Where there is no room, the oldest of whoever takes most of it gives way, so that who fills the mailbox drives out nobody else's messages; what bears no
    /// signature that holds is one sender's. Only then are signatures looked at: that costs operations.
    /// </summary>
    public static ImmutableList<EarlyMessage> Keep(ImmutableList<EarlyMessage> kept, EarlyMessage message, CryptoOperations operations)
    {
        var all = kept.Add(message);
        while (all.Count > TrustedParty.MailboxSize || all.Sum(early => early.Message.Content()) > TrustedParty.MailboxBytes)
        {
            Func<EarlyMessage, long> weight = all.Count > TrustedParty.MailboxSize ? _ => 1 : early => early.Message.Content();
            all = [.. all.Select(early => early.From is null ? early with { From = SenderOf(early.Message, operations) } : early)];
            // Of equals the newcomer: who was there first stays.
            var most = all.GroupBy(early => early.From).MaxBy(own => (own.Sum(weight), own.Contains(all[^1])))!;
            all = all.Remove(most.First());
        }

        return all;
    }

    private static string SenderOf(Value message, CryptoOperations operations) =>
        message.Visible().OfType<Value.Signature>().Take(Tried).FirstOrDefault(operations.Verify)?.Signer.Text ?? "";
}
