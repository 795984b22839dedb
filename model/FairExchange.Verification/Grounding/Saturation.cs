using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// The events that could happen if no choice excluded another: an over-approximation that only serves to leave the rest out.
/// </summary>
internal sealed class Saturation
{
    private readonly World world;
    private readonly HashSet<Term> seen;
    private readonly HashSet<(Term.Constant To, Term Message)> delivered = [];
    private Dictionary<Term, bool> derivable = [];

    private Saturation(Ground ground)
    {
        world = ground.World;
        seen = [.. ground.Domains.Public, .. ground.Domains.Adversarial];
    }

    public static HashSet<Event> Of(Ground ground)
    {
        var saturation = new Saturation(ground);
        var possible = new HashSet<Event>();
        var open = ground.Events.ToList();
        while (true)
        {
            var next = open.FindAll(candidate => (candidate.Parent is null || possible.Contains(candidate.Parent)) && saturation.CanRead(candidate));
            if (next.Count == 0)
            {
                return possible;
            }

            possible.UnionWith(next);
            open.RemoveAll(possible.Contains);
            next.ForEach(saturation.Happen);
        }
    }

    private bool CanRead(Event candidate)
    {
        if (candidate.Input is not { } input || delivered.Contains((candidate.At.Actor, input)))
        {
            return true;
        }

        return world.HasAdversary && (Derivable(input) || (!candidate.HandedOver.IsEmpty && DerivableWith(candidate.HandedOver, input)));
    }

    private void Happen(Event happened)
    {
        foreach (var sending in happened.Sends)
        {
            delivered.Add((sending.To, sending.Message));
            if (world.AdversaryReads(sending))
            {
                Learn(sending.Message);
            }
        }

        foreach (var sending in happened.HandedOver)
        {
            Learn(sending.Message);
        }

        derivable = [];
    }

    private void Learn(Term message) => seen.UnionWith(Deduction.Closure(message, OwnsKey));

    private bool OwnsKey(Term name) => world.Corrupted.Contains(name);

    private bool Derivable(Term term)
    {
        if (!derivable.TryGetValue(term, out var known))
        {
            known = seen.Contains(term) || (Deduction.Ingredients(term, OwnsKey)?.All(Derivable) ?? false)
                || Deduction.Holding(term, seen).Any(sealing => Derivable(sealing.Key));
            derivable[term] = known;
        }

        return known;
    }

    private bool DerivableWith(IEnumerable<Sending> given, Term term)
    {
        var extra = given.SelectMany(sending => Deduction.Closure(sending.Message, OwnsKey)).ToHashSet();
        return Known(term);
        bool Known(Term part) => extra.Contains(part) || Derivable(part) || (Deduction.Ingredients(part, OwnsKey)?.All(Known) ?? false)
            || Deduction.Holding(part, seen.Concat(extra)).Any(sealing => Known(sealing.Key));
    }
}
