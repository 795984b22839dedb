using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Applications.Service;

/// <summary>
/// Makes a trusted party's state again from what its archive holds. What was taken was verified then, and is not held to today's
/// certificates: whoever has ended or renewed one since would take back what is owed for it. What came early and waits has been verified by
/// nobody, and is when something fits it.
/// </summary>
internal static class ArchiveReplay
{
    /// <param name="taken">Told what each request did that was taken.</param>
    /// <exception cref="StoreException">A request that was taken is not any more.</exception>
    public static RequestProgress Of(Execution execution, IReadOnlyList<ArchivedRequest> unsettled, Action<Move, long> taken)
    {
        var progress = RequestProgress.Beginning(new TrustedParty(execution.Believing()) { IsBounded = false });
        var (answered, entered) = (new HashSet<long>(), new HashSet<long>());
        var refused = new Dictionary<long, Rejection?>();
        foreach (var request in unsettled.Where(request => request.State != RequestState.Waiting))
        {
            var move = progress.Take(Decoded(request), request.Number, request.At);
            if (move.Next.Party.Register != progress.Party.Register)
            {
                entered.Add(request.Number);
            }

            progress = move.Next;
            refused[request.Number] = move.Rejection;
            if (move.Rejection is null && move.State is null or RequestState.Settled)
            {
                answered.Add(request.Number);
            }

            taken(move, request.Number);
        }

        // Of a party with state, what is open is what it has taken and not answered, or entered; a stateless one answers at once.
        var kept = progress.Party.Role.IsStateless ? answered : [.. progress.Open.Values.SelectMany(requests => requests), .. entered];
        if (refused.Keys.Where(number => !kept.Contains(number)).Order().ToList() is [var lost, ..])
        {
            throw new StoreException(
                $"row {lost} of archive was taken, and is not any more ({refused[lost]?.Describe() ?? "it has another answer"}): serve "
                + "the store as it was served when that was taken");
        }

        var waiting = unsettled.Where(request => request.State == RequestState.Waiting)
            .Select(request => (Message: Decoded(request), request.Number, request.At)).ToList();
        return progress with
        {
            Party = progress.Party with
            {
                Execution = execution,
                IsBounded = true,
                Mailbox = [.. waiting.Select(early =>
                    new EarlyMessage(early.Message, null, early.At.ToUnixTimeMilliseconds() + TrustedParty.PatienceMs))],
            },
            Waiting = [.. waiting.Select(early => (early.Message, early.Number))],
        };
    }

    private static Value Decoded(ArchivedRequest request) =>
        Wire.TryDecode(request.Request.Span.ToArray())
            ?? throw new StoreException($"row {request.Number} of archive is no message: it was written by another version of the program");
}
