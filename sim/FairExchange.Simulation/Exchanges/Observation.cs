using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Engine;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Solving;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Simulation.Exchanges;

/// <summary>What one side of a run holds in the end, and the sessions it was honest in.</summary>
public sealed record Side(Role.Party Role, string Name, Holdings Holdings, ImmutableArray<Session> Sessions);

/// <summary>
/// How a run came out, watched from outside: the outcome that properties speak of, with its atoms and their truth. The deals are chosen by
/// the rule that the solver's search follows: all evidence against a party counts, and only what it leaves open is taken from the party's
/// own sessions.
/// </summary>
public sealed class Observation
{
    private readonly Vocabulary vocabulary = new();
    private readonly HashSet<Atom> truths = [];
    private readonly List<DealOutcome> deals = [];
    private readonly Protocol protocol;
    private readonly Side first;
    private readonly Side second;

    /// <param name="protocol">What was played.</param>
    /// <param name="first">The first party's side.</param>
    /// <param name="second">The second party's side.</param>
    /// <param name="protected">The honest party against whom evidence is looked for; null where both are honest.</param>
    /// <param name="trusted">The trusted parties' part in it.</param>
    public Observation(Protocol protocol, Side first, Side second, Role.Party? @protected, ITrustedConduct trusted)
    {
        (this.protocol, this.first, this.second) = (protocol, first, second);
        foreach (var deal in @protected is null
            ? Named(first).Concat(Named(second)).DistinctBy(Key)
            : Against(@protected == first.Role ? first : second, @protected == first.Role ? second : first).DistinctBy(Key))
        {
            deals.Add(new DealOutcome(
                Text(deal),
                Fact($"first {deals.Count}", Holds(first, deal)),
                Fact($"second {deals.Count}", Holds(second, deal)),
                Fact($"transparent {deals.Count}", IsTransparent(first, deal) && IsTransparent(second, deal)),
                Fact($"helped {deals.Count}", trusted.Helped),
                Fact($"disclosed {deals.Count}", @protected is null && deal[protocol.Subject] is { } subject
                    && trusted.HasBeenShown(subject))));
        }

        Outcome = new Outcome(
            [.. deals],
            Fact("trusted party", trusted.TookPart),
            Fact("kept", trusted.Kept),
            Fact("first ended", HasEnded(first)),
            Fact("second ended", HasEnded(second)),
            Fact("first took part", IsHonest(first) && first.Sessions.Any(session => session.TookPart)),
            Fact("second took part", IsHonest(second) && second.Sessions.Any(session => session.TookPart)),
            Fact("first framed", @protected == first.Role && IsFramed(first, second)),
            Fact("second framed", @protected == second.Role && IsFramed(second, first)));

        // A cheater's session is no session of the protocol's.
        bool HasEnded(Side side) => !IsHonest(side) || !side.Sessions.Any(session => session.IsHanging);

        bool IsHonest(Side side) => @protected is null || side.Role == @protected;
    }

    public Outcome Outcome { get; }

    /// <summary>Whether both hold their items of some deal.</summary>
    public bool Both => deals.Exists(deal => IsTrue(deal.First) && IsTrue(deal.Second));

    /// <summary>
    /// The outcome as text: equal for equal outcomes, so that each distinct one is put to the solver once. For each deal whether first and
    /// second hold their items (r: by a replacement, d: disclosed to a trusted party, which is watched for where both are honest), then
    /// whether a trusted party took part (k: and kept something, v: the first party still waits, w: the second; x: the first party was
    /// framed, y: the second).
    /// </summary>
    public string Signature => string.Join(' ', deals.Select(Text).Order(StringComparer.Ordinal))
        + $" {Bit(Outcome.TrustedPartyTookPart)}{Mark('k', Outcome.TrustedPartyKept)}"
        + $"{Mark('v', Outcome.FirstEnded, when: false)}{Mark('w', Outcome.SecondEnded, when: false)}"
        + $"{Mark('x', Outcome.FirstFramed)}{Mark('y', Outcome.SecondFramed)}";

    /// <summary>Whether the property holds of this run: the very formula that the solver is asked about, evaluated.</summary>
    public bool Satisfies(Property property, Term.Variable? party) =>
        Goals.Holds(protocol, property, party, Outcome).Evaluate(truths.Contains);

    /// <summary>Whether this run is one of which the property says anything.</summary>
    public bool IsSpokenOf(Property property, Term.Variable? party) =>
        Goals.Speaks(protocol, property, party, Outcome).Evaluate(truths.Contains);

    /// <summary>Whether the solver, told what is true of this run, agrees with <see cref="Satisfies"/>.</summary>
    public bool SolverAgrees(Property property, Term.Variable? party, ISolver solver, CancellationToken cancellation = default)
    {
        foreach (var atom in deals.SelectMany(deal => new[] { deal.First, deal.Second, deal.Transparent, deal.Helped, deal.Disclosed })
            .Concat([Outcome.TrustedPartyTookPart, Outcome.TrustedPartyKept, Outcome.FirstEnded, Outcome.SecondEnded, Outcome.FirstFramed,
                Outcome.SecondFramed]).Cast<Atom>())
        {
            solver.Assert(truths.Contains(atom) ? atom : Formula.Not(atom));
        }

        solver.Assert(Goals.Holds(protocol, property, party, Outcome));
        return solver.Check(cancellation: cancellation) switch
        {
            SolverAnswer.Satisfiable => Satisfies(property, party),
            SolverAnswer.Unsatisfiable => !Satisfies(property, party),
            _ => false,
        };
    }

    /// <summary>Whether the other side can show evidence of a deal in which no session of the accused took part.</summary>
    private bool IsFramed(Side accused, Side other)
    {
        var item = protocol.ItemOf(other.Role);
        return item.IsEvidence && item.Forms.Where(form => form.Variables().Contains(accused.Role.Name)).Any(form =>
        {
            var (signed, believed) = protocol.Commitments(accused.Role, form);
            var against = Environment.Of(protocol).With(accused.Role.Name, new Value.Name(accused.Name));
            return other.Holdings.Fill(form, against).Any(shown => !accused.Sessions.Any(session =>
                !session.Said.Messages.IsEmpty
                && signed.All(signature => session.OwnSignatures.Any(made => other.Holdings.Reads(signature, made, shown)))
                && believed.All(variable => shown[variable] is { } said
                    && (session.Said.Known[variable] == said || session.OwnSignatures.Any(made => LiesIn(said, made, other.Holdings))))));
        });
    }

    private static bool LiesIn(Value inner, Value outer, Holdings openings) => outer.Visible().Any(part => part == inner
        || (part is Value.Signature signature && signature.Signer == inner)
        || (part is Value.Parties both && (both.First == inner || both.Second == inner))
        || (openings.OpeningOf(part) is { } opening && opening.Parts.Any(inside => LiesIn(inner, inside, openings))));

    private IEnumerable<Environment> Against(Side party, Side other)
    {
        var shown = protocol.ItemOf(other.Role);
        var named = protocol.Deal.Where(shown.Term.Variables().Contains).ToList();
        if (protocol.IsOpenAgainst(party.Role))
        {
            return Entered(party);
        }

        var self = Environment.Of(protocol);
        self = named.Contains(party.Role.Name) ? self.With(party.Role.Name, new Value.Name(party.Name)) : self;
        return shown.Forms.SelectMany(form => other.Holdings.Fill(form, self)).Select(filling => filling.Only(named))
            .Concat(Entered(party));
    }

    /// <summary>
    /// Where both are honest the names are theirs, whomever one of them takes the other for, and whoever can name what is exchanged about
    /// names the deal: the other may hold it and never call it by its name.
    /// </summary>
    private IEnumerable<Environment> Named(Side party) =>
        from session in party.Sessions
        let deal = session.Position.Environment.Only(protocol.Deal)
        where deal[protocol.Subject] is not null
        select new[] { first, second }.Aggregate(
            deal.Only([protocol.Subject]), (known, side) => known.With(side.Role.Name, new Value.Name(side.Name)));

    /// <summary>The deals that the party's own sessions came to be in.</summary>
    private IEnumerable<Environment> Entered(Side party) =>
        from session in party.Sessions
        let deal = session.Position.Environment.Only(protocol.Deal)
        where protocol.Deal.Where(variable => protocol.Items.Any(item => item.Term.Variables().Contains(variable)))
            .All(variable => deal[variable] is not null)
        select deal;

    private bool Holds(Side side, Environment deal) => side.Holdings.Hold(protocol.ItemOf(side.Role), deal.WithTrusted(protocol));

    private bool IsTransparent(Side side, Environment deal)
    {
        var item = protocol.ItemOf(side.Role);
        var open = protocol.LeftOpen(item).Where(variable => variable.Sort == Sort.Name).ToList();
        var signers = item.Term.SelfAndParts().OfType<Term.Signature>().Select(signature => signature.Signer).ToHashSet();
        return (item.Replacement is null && open.Count == 0) || !Holds(side, deal)
            || side.Holdings.Fill(item.Term, deal.WithTrusted(protocol))
                .Any(filling => open.TrueForAll(variable => IsOthers(variable, filling[variable])));

        bool IsOthers(Term.Variable variable, Value? name) => name is not Value.Name { Text: var text }
            || (protocol.TrustedParties.All(trusted => trusted.Name.Symbol != text) && !(text == side.Name && signers.Contains(variable)));
    }

    private Atom Fact(string name, bool isTrue)
    {
        var atom = vocabulary.Atom(name);
        if (isTrue)
        {
            truths.Add(atom);
        }

        return atom;
    }

    private bool IsTrue(Formula fact) => truths.Contains((Atom)fact);

    private char Bit(Formula fact) => IsTrue(fact) ? '1' : '0';

    private string Mark(char mark, Formula fact, bool when = true) => IsTrue(fact) == when ? $"{mark}" : "";

    private string Text(DealOutcome deal) =>
        $"{Bit(deal.First)}{Bit(deal.Second)}{Mark('r', deal.Transparent, when: false)}{Mark('d', deal.Disclosed)}";

    private Value.Tuple Key(Environment deal) => new([.. protocol.Deal.Select(variable => deal[variable]).OfType<Value>()]);

    private string Text(Environment deal) =>
        string.Join(", ", protocol.Deal.Where(variable => deal[variable] is not null).Select(variable => $"{variable} = {deal[variable]}"));
}
