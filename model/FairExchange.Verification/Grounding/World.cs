using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>One run of a role by an honest party.</summary>
/// <param name="Number">Counts from 1 over all sessions; fresh values carry it.</param>
internal sealed record GroundSession(int Number, Role.Party Role, Term.Constant Player);

/// <summary>
/// Who is there and what there is: one honest party in one or more sessions against an adversary who owns several identities, or two honest
/// parties and a network that only delivers.
/// </summary>
/// <param name="Honest">The honest parties' names.</param>
/// <param name="Corrupted">The adversary's names, whose keys it owns; empty where both are honest.</param>
/// <param name="Universe">How many values of each sort there are beside the honest ones' fresh values.</param>
internal sealed record World(
    Protocol Protocol,
    ImmutableArray<GroundSession> Sessions,
    ImmutableArray<Term.Constant> Honest,
    ImmutableArray<Term.Constant> Corrupted,
    Universe Universe)
{
    public bool HasAdversary => Corrupted.Length > 0;

    /// <summary>
    /// One honest party in the roles given, against an adversary of at least two identities, and of as many values of each sort as the
    /// definition can tell apart.
    /// </summary>
    /// <param name="wider">How many more names, atoms of each sort and pieces of junk; verdicts must not depend on it.</param>
    public static World Against(Protocol protocol, Role.Party protectedRole, ImmutableArray<Role.Party> roles, int wider = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wider);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wider, Universe.MostWider);
        var honest = Named(PlayerOf(protocol, protectedRole));
        var universe = Universe.Against(protocol, protectedRole, roles).Wider(wider);
        return new World(
            protocol,
            [.. roles.Select((role, i) => new GroundSession(i + 1, role, honest))],
            [honest],
            [.. Enumerable.Range(0, universe[Sort.Name]).Select(CorruptedName).Select(Named)],
            universe);
    }

    /// <summary>Alice and Bob, both honest, in several exchanges at once.</summary>
    public static World OfHonest(Protocol protocol, int exchanges)
    {
        var (alice, bob) = (Named(PlayerOf(protocol, protocol.First)), Named(PlayerOf(protocol, protocol.Second)));
        return new World(
            protocol,
            [
                .. Enumerable.Range(1, exchanges).Select(i => new GroundSession(i, protocol.First, alice)),
                .. Enumerable.Range(1, exchanges).Select(i => new GroundSession(exchanges + i, protocol.Second, bob)),
            ],
            [alice, bob],
            [],
            Universe.OfHonest(protocol, exchanges));
    }

    /// <summary>
    /// Whether the adversary reads a message when it is sent: what is handed over in person it gets with its answer only.
    /// </summary>
    public bool AdversaryReads(Sending sending) =>
        Corrupted.Contains(sending.To)
            ? !sending.Assurance.HasFlag(Assurance.InPerson) : HasAdversary && !sending.Assurance.HasFlag(Assurance.Private);

    public static Term.Constant TrustedName(Role.Trusted trusted) => Named(trusted.Name.Symbol);

    /// <summary>Mallory, Trudy, Oscar, Eve, Mallory2 and so on.</summary>
    private static string CorruptedName(int place) =>
        Participants.Adversaries[place % Participants.Adversaries.Length]
            + (place < Participants.Adversaries.Length ? "" : $"{(place / Participants.Adversaries.Length) + 1}");

    private static string PlayerOf(Protocol protocol, Role.Party role) => role == protocol.First ? Participants.First : Participants.Second;

    private static Term.Constant Named(string name) => new(name, Sort.Name);
}

/// <summary>
/// How many values of each sort the adversary has in a bounded search, beside what honest and trusted parties make: names of its own,
/// messages, coins and keys that it makes, contracts and times that everybody knows, and pieces of junk, which are ciphertexts, goods and
/// digests of nothing. Computed from the definition (<see cref="FailingTests"/>), as <c>docs/proofs.md</c> argues.
/// </summary>
public sealed class Universe
{
    /// <summary>Beyond this nobody waits for an answer.</summary>
    public const int MostWider = 16;

    /// <summary>The words in which a universe is said, in this order.</summary>
    internal static readonly (Sort Sort, string Word)[] Words =
    [
        (Sort.Name, "names"), (Sort.Message, "messages"), (Sort.Contract, "contracts"), (Sort.Coins, "coins"), (Sort.Key, "keys"),
        (Sort.Time, "times"),
        (Sort.Ciphertext, "ciphertexts"), (Sort.Bulk, "goods"), (Sort.Digest, "digests"),
    ];

    private readonly ImmutableSortedDictionary<Sort, int> counts;

    private Universe(ImmutableSortedDictionary<Sort, int> counts) => this.counts = counts;

    /// <summary>None where the protocol never speaks of the sort.</summary>
    public int this[Sort sort] => counts.GetValueOrDefault(sort);

    /// <summary>
    /// What the failing tests of these sessions can tell apart: with <c>n</c> tests, the most <c>c</c> such that every two of <c>c</c>
    /// values need a test of their own.
    /// </summary>
    /// <param name="sessions">The roles that the honest party plays, one for each session.</param>
    /// <param name="protectedRole">Whose item is looked for.</param>
    public static Universe Against(Protocol protocol, Role.Party protectedRole, IReadOnlyList<Role.Party> sessions)
    {
        var tests = new FailingTests(protocol, protocol.ItemOf(protectedRole)).Of(sessions);
        // Names that only stand beside others may be the honest party's or a trusted party's as well.
        var others = 1 + protocol.TrustedParties.Length;
        var told = tests.ToLookup(kind => kind.Sort, kind => Colours(kind.Tests) - (kind.IsAnybodys ? others : 0));
        return Of(protocol, sort => told[sort].Append(Least(protocol, sessions, sort)).Max());
    }

    /// <summary>Two honest parties: a contract and a time for each exchange, and nothing of an adversary's.</summary>
    public static Universe OfHonest(Protocol protocol, int exchanges) =>
        Of(protocol, sort => sort is Sort.Contract or Sort.Time ? exchanges : 0);

    /// <summary>The same with more of every sort that the protocol speaks of.</summary>
    public Universe Wider(int by) => new(counts.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value + by));

    /// <summary>For a table that has several worlds in it: of each sort, as many as the richer one.</summary>
    public Universe Or(Universe other) =>
        new(counts.Keys.Union(other.counts.Keys).ToImmutableSortedDictionary(sort => sort, sort => Math.Max(this[sort], other[sort])));

    public Universe With(Sort sort, int count) => new(counts.SetItem(sort, count));

    /// <summary>names 2, messages 2, coins 1, ciphertexts 1</summary>
    public override string ToString() =>
        string.Join(", ", Words.Where(word => this[word.Sort] > 0).Select(word => $"{word.Word} {this[word.Sort]}"));

    /// <summary>How many values a number of pairs can tell apart: a graph of so many edges needs no more colours.</summary>
    internal static int Colours(int edges)
    {
        var colours = 1;
        while ((colours + 1) * colours / 2 <= edges)
        {
            colours++;
        }

        return colours;
    }

    internal static IEnumerable<Term> TermsOf(Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
        .Concat(protocol.Items.SelectMany(item => item.Forms));

    private static Universe Of(Protocol protocol, Func<Sort, int> count) =>
        new(SpokenOf(protocol).Append(Sort.Name).Distinct().ToImmutableSortedDictionary(sort => sort, count));

    /// <summary>
    /// Two names, since an attack may need two keys. Each session may have been told times of its own, as many as its script speaks of, and
    /// there is another; a trusted party's handler that speaks of several may have been told others beside: clocks are held against them,
    /// and they have an order, so that one does not stand for another.
    /// </summary>
    private static int Least(Protocol protocol, IReadOnlyList<Role.Party> sessions, Sort sort) => sort switch
    {
        Sort.Name => 2,
        Sort.Time when protocol.IsTimed => Math.Max(2, sessions.Sum(role => Math.Max(1, TimesIn(role.Script.AllTerms().Concat(role.Knows))))
            + protocol.TrustedParties.SelectMany(trusted => trusted.Handlers).Sum(handler => Math.Max(0, TimesIn(handler.AllTerms()) - 1))),
        _ => 1,
    };

    private static int TimesIn(IEnumerable<Term> terms) =>
        terms.SelectMany(term => term.Variables()).Distinct().Count(variable => variable.Sort == Sort.Time);

    /// <summary>The sorts of the definition's variables.</summary>
    private static IEnumerable<Sort> SpokenOf(Protocol protocol) => TermsOf(protocol).SelectMany(term => term.Variables())
        .Concat(protocol.Parties.SelectMany(party => party.Knows))
        .Concat(protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).SelectMany(step => step switch
        {
            Step.Fresh fresh => fresh.Variables,
            Step.Let let => [let.Variable],
            _ => (IEnumerable<Term.Variable>)[],
        })).Select(variable => variable.Sort).Distinct();
}

/// <summary>
/// What each variable ranges over: the ground terms of its sort that the protocol itself can form, the names of trusted parties among the
/// names, as many of the adversary's own atoms as tests can tell apart (<see cref="Universe"/>), and junk of each sort that can be brought
/// without being made. <c>docs/proofs.md</c> says why nothing outside matters; a test widens it to see.
/// </summary>
internal sealed class Domains
{
    /// <summary>More than these would not be grounded anyway.</summary>
    private const long MostInstances = 200_000;

    private readonly Dictionary<Sort, ImmutableArray<Term>> values = [];

    public Domains(World world)
    {
        var fresh = world.Sessions.SelectMany(session => session.Role.Script.Fresh().Select(variable => Fresh(variable, session))).ToList();
        var (universe, trusted) = (world.Universe, world.Protocol.TrustedParties.Select(World.TrustedName).ToList());
        Adversarial = [.. world.HasAdversary
            ? Atoms(Sort.Message, "x.m").Concat(Atoms(Sort.Coins, "x.k")).Concat(Atoms(Sort.Key, "x.key")) : []];
        Public =
        [
            .. world.Corrupted, .. world.Honest, .. trusted, .. Atoms(Sort.Contract, "c"), .. Atoms(Sort.Time, "t"),
            .. Atoms(Sort.Ciphertext, "junk"), .. Atoms(Sort.Bulk, "noise"), .. Atoms(Sort.Digest, "random"),
        ];
        values[Sort.Name] = [.. world.Corrupted, .. world.Honest, .. trusted];
        foreach (var sort in Enum.GetValues<Sort>().Where(sort => sort != Sort.Name && !sort.IsOpaque()))
        {
            values[sort] = [.. Adversarial.Concat(Public).Concat(fresh).Where(atom => atom.Sort == sort)];
        }

        // Junk comes last.
        foreach (var sort in Enum.GetValues<Sort>().Where(Terms.IsOpaque))
        {
            values[sort] = [.. Public.Where(atom => atom.Sort == sort)];
        }

        var spokenOf = Universe.TermsOf(world.Protocol).SelectMany(term => term.Variables()).Select(variable => variable.Sort).ToHashSet();
        var forms = OpaqueIn(world.Protocol).Where(opaque => spokenOf.Contains(Terms.SortOf(opaque)!.Value)).ToList();
        var made = forms.ToDictionary(form => form, form => Add(form, Of, world.Protocol).ToHashSet());
        // A form may stand in one that was there before it: what is known under one name here is opened under another there.
        var early = forms.Where((form, i) => form.Variables()
            .Any(variable => IsOpaque(variable) && forms.Skip(i + 1).Any(later => Terms.SortOf(later) == variable.Sort))).ToList();
        for (var isGrowing = early.Count > 0; isGrowing;)
        {
            isGrowing = forms.Sum(Grown) > 0;
        }

        int Grown(Term form)
        {
            var (before, inside) = (made[form].Count, made[form].ToHashSet());
            made[form].UnionWith(Add(form, Outside, world.Protocol));
            return made[form].Count - before;

            ImmutableArray<Term> Outside(Sort sort) => [.. values[sort].Where(value => !value.OpaqueParts().Any(inside.Contains))];
        }

        IEnumerable<Term.Constant> Atoms(Sort sort, string prefix) =>
            Enumerable.Range(1, universe[sort]).Select(i => new Term.Constant($"{prefix}{i}", sort));
    }

    /// <summary>The adversary's own secrets, which it may show.</summary>
    public ImmutableArray<Term.Constant> Adversarial { get; }

    /// <summary>What everyone knows: names, negotiated contracts, junk.</summary>
    public ImmutableArray<Term.Constant> Public { get; }

    public ImmutableArray<Term> Of(Sort sort) => values[sort];

    public static Term.Constant Fresh(Term.Variable variable, GroundSession session) =>
        new($"{variable.Symbol}.{session.Number}", variable.Sort);

    /// <summary>Adds what the form stands for, where its variables range over these; and says what that is.</summary>
    private List<Term> Add(Term form, Func<Sort, ImmutableArray<Term>> range, Protocol protocol)
    {
        var count = form.Variables().Where(variable => protocol.TrustedParties.All(trusted => trusted.Name != variable))
            .Aggregate(1L, (product, variable) => Math.Min(MostInstances + 1, product * range(variable.Sort).Length));
        if (count > MostInstances)
        {
            throw new GroundTooLargeException($"{protocol} speaks of more than {MostInstances} values of {form}");
        }

        var sort = Terms.SortOf(form)!.Value;
        var instances = Instances(form, range, protocol).ToList();
        values[sort] = [.. values[sort].Except(Public).Concat(instances).Distinct(), .. Public.Where(atom => atom.Sort == sort)];
        return instances;
    }

    // Those in which an opaque variable stands for another opaque term after that one, and smaller ones first, so that such a variable
    // ranges over what is there already.
    private static List<Term> OpaqueIn(Protocol protocol)
    {
        var written = Universe.TermsOf(protocol).SelectMany(term => term.SelfAndParts()).Where(Terms.IsOpaque).Distinct()
            .OrderBy(opaque => Layers(opaque, protocol, []))
            .ThenBy(opaque => opaque.Variables().Count(IsOpaque))
            .ThenBy(opaque => opaque.SelfAndParts().Length).ToList();
        // One that another covers adds nothing; kept, it would be put into that other's ciphertext variable once more.
        // Of two that are renamings of each other the first will do, unless the second is found outside it.
        return [.. written.Where((opaque, i) => !written.Where((other, j) => Covering.Covers(other, opaque, protocol)
            && (!Covering.Covers(opaque, other, protocol) || (j < i && Layers(other, protocol, []) == Layers(opaque, protocol, [])))
            && j != i).Any())];
    }

    internal static bool IsOpaque(Term.Variable variable) => variable.Sort.IsOpaque();

    /// <summary>How many opaque terms, each inside the next, the definition's own names stand for in the term.</summary>
    private static int Layers(Term term, Protocol protocol, ImmutableHashSet<Term.Variable> above) => term.Variables()
        .Where(variable => IsOpaque(variable) && !above.Contains(variable))
        .SelectMany(variable => Meanings(variable, protocol).Select(inner => 1 + Layers(inner, protocol, above.Add(variable))))
        .DefaultIfEmpty(0).Max();

    /// <summary>What roles compute for the variable or compare it with.</summary>
    private static IEnumerable<Term> Meanings(Term.Variable variable, Protocol protocol) =>
        protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).SelectMany(step => step switch
        {
            Step.Let let when let.Variable == variable => [let.Value],
            Step.Receive receive =>
                receive.Alternatives.SelectMany(alternative => alternative.Checks).Where(check => check.Subject == variable)
                    .Select(check => check.Pattern),
            Step.Check check when check.Match.Subject == variable => [check.Match.Pattern],
            _ => (IEnumerable<Term>)[],
        });

    /// <summary>The term with every variable replaced, in every way.</summary>
    internal IEnumerable<Term> Instances(Term term, Protocol protocol) => Instances(term, Of, protocol);

    private static IEnumerable<Term> Instances(Term term, Func<Sort, ImmutableArray<Term>> values, Protocol protocol)
    {
        IEnumerable<Binding> bindings = [Binding.Empty];
        foreach (var variable in term.Variables())
        {
            // Only a trusted party's name stands for itself; a role that is called Bob is played by anyone.
            var trusted = protocol.TrustedParties.FirstOrDefault(role => role.Name == variable);
            ImmutableArray<Term> range = trusted is null ? values(variable.Sort) : [World.TrustedName(trusted)];
            bindings = bindings.SelectMany(binding => range.Select(value => binding.With(variable, value)));
        }

        return bindings.Select(binding => binding.Ground(term));
    }
}
