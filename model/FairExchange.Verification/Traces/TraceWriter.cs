using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>
/// Puts a found run's events into an order in which they can happen, without the solver, and writes down for each message that the
/// adversary brings how it makes it.
/// </summary>
internal sealed class TraceWriter
{
    private readonly Ground ground;
    private readonly List<TraceStep> steps = [];
    private readonly Dictionary<Event, int> numbers = [];
    private readonly List<Event> order = [];
    private readonly Dictionary<Term, SentMessage> observed = [];

    private TraceWriter(Ground ground) => this.ground = ground;

    /// <exception cref="InvalidOperationException">The events cannot happen in any order: the encoding and the definition
    /// disagree.</exception>
    public static ImmutableArray<TraceStep> Order(
        Ground ground, IReadOnlyList<Event> events, out Func<Term, Recipe?> recipes, out IReadOnlyList<Event> order)
    {
        var writer = new TraceWriter(ground);
        var open = events.ToList();
        while (open.Count > 0)
        {
            var next = open.FirstOrDefault(writer.CanHappen)
                ?? throw new InvalidOperationException($"The run that was found cannot be scheduled: {string.Join("; ", open)}");
            writer.Happen(next);
            open.Remove(next);
        }

        recipes = term => writer.Make(term, []);
        order = writer.order;
        return [.. writer.steps];
    }

    private bool CanHappen(Event candidate) =>
        (candidate.Parent is null || numbers.ContainsKey(candidate.Parent))
        && (candidate.Finds is not { } standing || order.Exists(earlier => standing.Equals(earlier.Enters)))
        && (candidate.Input is null || Delivered(candidate) is not null
            || (ground.World.HasAdversary && Make(candidate.Input, HandedOver(candidate)) is not null));

    private SentMessage? Delivered(Event reader)
    {
        foreach (var step in steps)
        {
            var sent = step.Sends.IndexOf(step.Sends.FirstOrDefault(sending =>
                sending.To.Equals(reader.At.Actor) && sending.Message.Equals(reader.Input))!);
            if (sent >= 0)
            {
                return new(step.Number, sent + 1);
            }
        }

        return null;
    }

    private void Happen(Event happened)
    {
        var number = steps.Count + 1;
        var from = happened.Input is null ? null : Delivered(happened);
        var handedOver = HandedOver(happened);
        var recipe = happened.Input is null || from is not null ? null : Make(happened.Input, handedOver);
        steps.Add(new TraceStep(
            number, happened.Kind, happened.At.Session?.Number, happened.At.Actor.Symbol, happened.Label, happened.Input, from, recipe,
            happened.Sends));
        numbers[happened] = number;
        order.Add(happened);
        foreach (var (term, place) in handedOver)
        {
            observed.TryAdd(term, place);
        }

        for (var i = 0; i < happened.Sends.Length; i++)
        {
            if (ground.World.AdversaryReads(happened.Sends[i]))
            {
                Observe(observed, happened.Sends[i].Message, new(number, i + 1));
            }
        }
    }

    private Dictionary<Term, SentMessage> HandedOver(Event happening)
    {
        var handed = new Dictionary<Term, SentMessage>();
        foreach (var sending in happening.HandedOver)
        {
            Observe(handed, sending.Message, new(numbers[happening.Parent!], happening.Parent!.Sends.IndexOf(sending) + 1));
        }

        return handed;
    }

    private void Observe(Dictionary<Term, SentMessage> into, Term message, SentMessage place)
    {
        foreach (var part in Deduction.Closure(message, OwnsKey))
        {
            into.TryAdd(part, place);
        }
    }

    private Recipe? Make(Term term, Dictionary<Term, SentMessage> handedOver)
    {
        if (term is Term.Constant constant && ground.Domains.Public.Contains(constant))
        {
            return new Recipe.Public(constant);
        }

        if (term is Term.Constant own && ground.Domains.Adversarial.Contains(own))
        {
            return new Recipe.Own(own);
        }

        if (observed.TryGetValue(term, out var place) || handedOver.TryGetValue(term, out place))
        {
            return new Recipe.Observed(term, place.Step, place.Sent);
        }

        foreach (var sealing in Deduction.Holding(term, observed.Keys.Concat(handedOver.Keys)))
        {
            if (Make(sealing.Key, handedOver) is { } key)
            {
                return new Recipe.Unlocked(term, Make(sealing, handedOver)!, key);
            }
        }

        if (Deduction.Ingredients(term, OwnsKey)?.Select(part => Make(part, handedOver)).ToList() is not { } parts || parts.Contains(null))
        {
            return null;
        }

        return term switch
        {
            Term.Signature signature => new Recipe.SignedBy(term, signature.Signer, parts[0]!),
            Term.Encryption encryption => new Recipe.Encrypted(term, encryption.Recipient, parts[0]!, parts[1]!),
            _ => new Recipe.Composed(term, [.. parts.Select(part => part!)]),
        };
    }

    private bool OwnsKey(Term name) => ground.World.Corrupted.Contains(name);
}
