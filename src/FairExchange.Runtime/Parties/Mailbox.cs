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
        var (room, first) = (mostBytes - message.Content(), kept.Count);
        while (first > 0 && kept.Count - first + 1 < most && (room -= kept[first - 1].Content()) >= 0)
        {
            first--;
        }

        return kept.RemoveRange(0, first).Add(message);
    }
}
