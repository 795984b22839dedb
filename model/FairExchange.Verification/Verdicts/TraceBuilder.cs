using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Traces;

namespace FairExchange.Verification.Verdicts;

/// <summary>Turns a found run into a trace.</summary>
internal static class TraceBuilder
{
    public static Trace Of(World world, Property property, Term.Variable? party, Timeline timeline, Finding.Found found)
    {
        // Ties are put in the order in which one makes the other possible.
        var events = found.Model is { } model
            ? [.. found.Events.OrderBy(happening => timeline.Clocks!.In(model, happening).At)] : found.Events;
        var steps = TraceWriter.Order(timeline.Ground, events, out var recipes, out var order);
        var (deal, shown) = Violated(world.Protocol, property, party, timeline, events.ToHashSet());
        return new Trace(
            world.Protocol,
            property,
            party,
            [.. events.Where(happening => happening.Kind == EventKind.Start).Select(happening => new TraceSession(
                happening.At.Session!.Number,
                happening.At.Role.Name,
                happening.At.Actor.Symbol,
                ((Role.Party)happening.At.Role).Knows.ToImmutableSortedDictionary(
                    variable => variable.Symbol, variable => happening.Binding[variable]!, StringComparer.Ordinal)))],
            [.. world.Corrupted.Select(name => name.Symbol)],
            steps,
            shown is null ? null : recipes(shown),
            deal.Values)
        {
            Schedule = found.Model is null ? null : Schedule.Of(timeline, found.Model, order),
        };
    }

    /// <summary>
    /// The first deal that violates the property in this very run, by the formulas that the solver was given; an empty one where it is
    /// broken whatever was dealt in.
    /// </summary>
    private static (Binding Deal, Term? Shown) Violated(
        Protocol protocol, Property property, Term.Variable? party, Timeline timeline, HashSet<Event> happened)
    {
        var (deals, round) = (new Deals(timeline, party is null ? protocol.First : protocol.Party(party)), timeline.Rounds);
        if (property == Property.Accountability)
        {
            return deals.Accusations(round).Where(accusation => timeline.IsTrueOf(accusation.Framed, round, happened))
                .Select(accusation => (accusation.Deal, (Term?)accusation.Evidence)).First();
        }

        var all = deals.At(round, property);
        if (IsBroken(all with { Deals = [] }))
        {
            return (Binding.Empty, null);
        }

        foreach (var deal in deals.All(round))
        {
            if (IsBroken(all with { Deals = [deal.Outcome] }))
            {
                var shown = deal.Showable.FirstOrDefault(instance => timeline.IsTrueOf(instance.Shown, round, happened)).Term;
                return (deal.Deal, shown);
            }
        }

        throw new InvalidOperationException("The run that was found violates nothing: the encoding and the property disagree.");

        bool IsBroken(Outcome outcome) => !timeline.IsTrueOf(Goals.Holds(protocol, property, party, outcome), round, happened);
    }
}
