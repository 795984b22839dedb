using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Searching;

/// <summary>
/// Evidence against the honest party, and what its own sessions did that the evidence speaks of: see <see cref="Protocol.Commitments"/>. A session goes one way, so what several of its
/// events say of it holds of one run of it.
/// </summary>
internal sealed class Accusations
{
    private readonly Timeline timeline;
    private readonly Role.Party accused;
    private readonly ILookup<(int Session, Term Signature), Event> signing;
    private readonly ILookup<int, Event> speaking;
    private readonly List<int> sessions;

    public Accusations(Timeline timeline, Role.Party accused)
    {
        (this.timeline, this.accused) = (timeline, accused);
        sessions = [.. timeline.Ground.World.Sessions.Where(session => session.Role == accused).Select(session => session.Number)];
        var sending = timeline.Ground.Events.Where(happening => happening.At.Role == accused && !happening.Sends.IsEmpty).ToList();
        speaking = sending.ToLookup(happening => happening.At.Session!.Number);
        signing = sending
            .SelectMany(happening => happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Signature>().Distinct().Select(signature => (happening, signature)))
            .ToLookup(pair => (pair.happening.At.Session!.Number, (Term)pair.signature), pair => pair.happening);
    }

    /// <param name="assignments">All ways to complete a binding to the variables given.</param>
    public IEnumerable<(Binding Deal, Term Evidence, Formula Framed)> At(int round, Func<Binding, IEnumerable<Term.Variable>, IEnumerable<Binding>> assignments)
    {
        var world = timeline.Ground.World;
        var item = world.Protocol.ItemOf(world.Protocol.Counterpart(accused));
        if (!item.IsEvidence || !world.HasAdversary)
        {
            yield break;
        }

        // Evidence that does not name the accused is against nobody.
        foreach (var form in item.Forms.Where(form => form.Variables().Contains(accused.Name)))
        {
            var (signed, believed) = world.Protocol.Commitments(accused, form);
            foreach (var binding in assignments(Binding.Empty.With(accused.Name, world.Honest[0]), form.Variables()))
            {
                var evidence = binding.Ground(form);
                var shown = timeline.AdversaryKnows(evidence, round);
                if (!ReferenceEquals(shown, Formula.False))
                {
                    var deal = world.Protocol.Deal.Where(form.Variables().Contains).Aggregate(Binding.Empty, (deal, variable) => deal.With(variable, binding[variable]!));
                    var tookPart = Formula.Or(sessions.Select(session => TookPart(session, binding, signed, believed, round)));
                    yield return (deal, evidence, Formula.And(shown, Formula.Not(tookPart)));
                }
            }
        }
    }

    private Formula TookPart(int session, Binding binding, IEnumerable<Term.Signature> signed, IEnumerable<Term.Variable> believed, int round) => Formula.And(
        signed.Select(signature => Happened(round, signing[(session, binding.Ground(signature))]))
            .Concat(believed.Select(variable => Happened(round, speaking[session].Where(happening => SpeaksOf(happening, variable, binding[variable]!)))))
            .Append(Happened(round, speaking[session])));

    private static bool SpeaksOf(Event happening, Term.Variable variable, Term value) => value.Equals(happening.Binding[variable])
        || happening.Sends.SelectMany(sending => sending.Message.SelfAndParts()).OfType<Term.Signature>()
            .Any(signature => signature.Signer.Equals(happening.At.Actor) && signature.SelfAndParts().Contains(value));

    private Formula Happened(int round, IEnumerable<Event> events) => Formula.Or(events.Select(happening => timeline.On(happening, round)));
}
