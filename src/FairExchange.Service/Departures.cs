using System.Collections.Immutable;

namespace FairExchange.Service;

/// <summary>Which answers have left. A visible party's are in the store; a virtual party's are made again from the request, which is kept until all of them have left.</summary>
internal sealed class Departures(IStore store, Journal journal, bool isVirtual)
{
    /// <summary>Of a virtual party: to which kept request each answer belongs that is not known to have left.</summary>
    private readonly Dictionary<long, long> owed = [];

    /// <summary>Answers that have left, which is not noted in the store yet.</summary>
    private readonly HashSet<long> unnoted = [];

    private readonly List<Answer> inherited = [];
    private long last;

    public ImmutableArray<Answer> Pending => isVirtual ? [.. inherited.Where(answer => owed.ContainsKey(answer.Number!.Value))] : [.. store.Pending()];

    /// <summary>Numbers a virtual party's answers to a request that is kept until they have left.</summary>
    public ImmutableArray<Answer> Owe(ImmutableArray<Answer> answers, long request)
    {
        var numbered = answers.Select(answer => answer with { Number = ++last }).ToImmutableArray();
        foreach (var answer in numbered)
        {
            owed.Add(answer.Number!.Value, request);
        }

        return numbered;
    }

    /// <summary>As <see cref="Owe"/>, for a request that an earlier process took.</summary>
    public void Inherit(ImmutableArray<Answer> answers, long request) => inherited.AddRange(Owe(answers, request));

    /// <summary>An answer has left. Where there is no room to note that, it is noted with the next request; if the process dies before, the answer is sent once more.</summary>
    public void Leave(long number)
    {
        unnoted.Add(number);
        try
        {
            Note();
        }
        catch (StoreFullException)
        {
            // Said above.
        }
    }

    /// <exception cref="StoreFullException">There is no room.</exception>
    public void Note()
    {
        foreach (var number in unnoted.ToList())
        {
            if (!isVirtual)
            {
                store.Sent(number);
            }
            else if (owed.TryGetValue(number, out var request))
            {
                if (owed.Values.Count(other => other == request) == 1)
                {
                    journal.Write(transaction => transaction.Forget(request));
                }

                owed.Remove(number);
            }

            unnoted.Remove(number);
        }
    }
}
