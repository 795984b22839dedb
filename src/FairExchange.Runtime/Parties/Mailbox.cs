using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>
/// Messages that do not fit yet, in the order in which they came, bounded in number and in content: whoever sends them need not be anybody.
/// </summary>
internal static class Mailbox
{
    /// <summary>Adds a message; the oldest give way.</summary>
    /// <param name="kept">What is there.</param>
    /// <param name="message">What came.</param>
    /// <param name="most">How many messages are kept.</param>
    /// <param name="mostBytes">How many bytes of content are kept; the newest message stays however long it is.</param>
    public static ImmutableList<Value> Keep(ImmutableList<Value> kept, Value message, int most, long mostBytes)
    {
        var (room, first) = (mostBytes - message.Content(), kept.Count);
        while (first > 0 && kept.Count - first + 1 < most && (room -= kept[first - 1].Content()) >= 0)
        {
            first--;
        }

        return kept.RemoveRange(0, first).Add(message);
    }
}

/// <summary>A message in a trusted party's mailbox: it fits nothing yet.</summary>
/// <param name="Message">As it came.</param>
/// <param name="From">Whose signature in it holds; the empty name where there is none; null where nobody has had to ask.</param>
/// <param name="ExpiresMs">The last millisecond in which it is kept.</param>
public sealed record EarlyMessage(Value Message, string? From, long ExpiresMs)
{
    /// <summary>Signatures of one message that are tried.</summary>
    private const int Tried = 4;

    /// <summary>
    /// Adds a message. Where there is no room, the oldest of whoever takes most of it gives way, so that who fills the mailbox drives out
    /// nobody else's messages; what bears no signature that holds is one sender's. Only then are signatures looked at: that costs
    /// operations.
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

/// <summary>
/// Whether what does not fit yet may be what the script reads later: the network may well bring first what was sent last, and that is no
/// reason to give up. Only the form is looked at and what is known of it, without keys; where that is too little to tell, it may.
/// </summary>
internal static class Early
{
    /// <param name="waiting">Where the script stands.</param>
    public static bool MayFitAfter(Step.Receive waiting, Value message, Environment known) => waiting.Alternatives
        .SelectMany(alternative => alternative.Then.AllSteps()).OfType<Step.Receive>().SelectMany(receive => receive.Alternatives)
        .Any(later => MayFit(later.Pattern, message, known));

    private static bool MayFit(Term pattern, Value value, Environment known) => pattern switch
    {
        Term.Constant => true,
        Term.Variable variable => known[variable] is { } bound ? bound == value : Reader.SortOf(value) == variable.Sort,
        Term.Tuple tuple => value is Value.Tuple found && found.Items.Length == tuple.Items.Length
            && tuple.Items.Zip(found.Items).All(pair => MayFit(pair.First, pair.Second, known)),
        Term.Signature signature =>
            value is Value.Signature found && MayFit(signature.Signer, found.Signer, known) && MayFit(signature.Body, found.Body, known),
        Term.Tag tag => value is Value.Tag found && found.Word == tag.Word,
        Term.Parties => value is Value.Parties,
        Term.Encryption => Reader.SortOf(value) == Sort.Ciphertext,
        Term.SymmetricEncryption => Reader.SortOf(value) == Sort.Bulk,
        Term.Hash => Reader.SortOf(value) == Sort.Digest,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
