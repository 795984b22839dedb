using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace FairExchange.Verification.Verdicts;

/// <summary>Decides many questions at once.</summary>
public static class OrderedParallel
{
    /// <param name="questions">The lines of the table.</param>
    /// <param name="threads">How many to decide at once.</param>
    /// <param name="decide">Called on several threads; each call makes its own <see cref="Verifier"/>.</param>
    /// <param name="onDecided">Called after each, on the thread that decided it.</param>
    /// <returns>The results in the order of the questions, whichever was ready first.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<TResult> Decide<T, TResult>(
        IReadOnlyList<T> questions, int threads, Func<T, TResult> decide, Action<TResult>? onDecided = null,
        CancellationToken cancellation = default)
    {
        var results = new TResult[questions.Count];
        try
        {
            // One at a time and not in shares: a long question at the end would keep those of its share waiting, and the other threads
            // idle.
            var places = Partitioner.Create(Enumerable.Range(0, questions.Count), EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(places, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
            {
                results[i] = decide(questions[i]);
                onDecided?.Invoke(results[i]);
            });
        }
        catch (AggregateException several)
        {
            // What went wrong on one thread, in its own words.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }

        return [.. results];
    }
}
