using System.Collections.Immutable;
using FairExchange.Runtime.Values;

namespace FairExchange.Runtime.Parties;

/// <summary>Messages that do not fit yet, in the order in which they came, bounded in number and in content: whoever sends them need not be anybody.</summary>
internal static class Mailbox
{
    /// <summary>Adds a message; the oldest give way.</summary>
    /// <param name="kept">What is there.</param>
    /// <param name="message">What came.</param>
    /// <param name="most">How many messages are kept.</param>
    /// <param name="mostBytes">How many bytes of content are kept; the newest message stays however long it is.</param>
    public static ImmutableList<Value> Keep(ImmutableList<Value> kept, Value message, int most, long mostBytes)
    {
        var (room, first) = (mostBytes - Content(message), kept.Count);
        while (first > 0 && kept.Count - first + 1 < most && (room -= Content(kept[first - 1])) >= 0)
        {
            first--;
        }

        return kept.RemoveRange(0, first).Add(message);
    }

    /// <summary>Bytes, without what holds them together.</summary>
    private static long Content(Value value) => value switch
    {
        Value.Name name => name.Text.Length,
        Value.Message message => message.Bytes.Length,
        Value.Coins coins => coins.Bytes.Length,
        Value.Contract contract => contract.Bytes.Length,
        Value.Ciphertext ciphertext => ciphertext.Bytes.Length,
        Value.Sealed known => Content(known.Plaintext) + Content(known.Randomness),
        Value.Tuple tuple => tuple.Items.Sum(Content),
        Value.Parties parties => Content(parties.First) + Content(parties.Second),
        Value.Signature signature => Content(signature.Signer) + Content(signature.Body) + signature.Proof.Length,
        Value.Digest digest => digest.Bytes.Length,
        Value.Committed committed => Content(committed.Body),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
