using System.Collections.Immutable;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Service;

/// <content>What a request writes, before anything of it leaves.</content>
public sealed partial class TrustedService
{
    private ImmutableArray<Answer> Write(
        Move move, ReadOnlyMemory<byte> request, Bytes meaning, LedgerEntry? entry, ImmutableList<long> ended, bool isSeen)
    {
        var (answers, number) = (AnswersOf(move), last + 1);
        // A virtual party keeps what it has just taken, where it must; a visible one what the move says.
        RequestState? state = !isVirtual
            ? move.State : progress.Party.Execution.Protocol.IsTimed && entry is not null ? RequestState.Open : null;
        if (entry is null && state is null && move.Forgotten.IsEmpty && ended.IsEmpty)
        {
            return answers;
        }

        journal.Write(transaction =>
        {
            if (entry is not null)
            {
                transaction.Charge(entry);
            }

            move.Forgotten.AddRange(ended).ForEach(transaction.Forget);
            if (state is not { } kept)
            {
                return;
            }

            transaction.Archive(new ArchivedRequest(number, new Bytes(request.ToArray()), meaning, kept, Latest));
            if (isVirtual)
            {
                return;
            }

            foreach (var involved in move.Involved)
            {
                transaction.Mark(involved, kept);
                transaction.HandOver(involved);
                transaction.Join(number, involved);
            }

            answers = [.. answers.Select(answer => transaction.Keep(number, answer))];
        }, isSeen);
        last += state is null ? 0 : 1;
        return state is not null && isVirtual ? departures.Owe(answers, number) : answers;
    }

    private static ImmutableArray<Answer> AnswersOf(Move move) => [.. move.Effects.OfType<Effect.Send>()
        .Select(send => new Answer(null, send.Label, send.To.Text, new Bytes(Wire.Encode(send.Message)), send.Assurance))];
}
