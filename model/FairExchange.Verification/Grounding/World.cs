using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Verification.Universes;

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
            .Any(variable => variable.Sort.IsOpaque() && forms.Skip(i + 1).Any(later => Terms.SortOf(later) == variable.Sort))).ToList();
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
            .ThenBy(opaque => opaque.Variables().Count(variable => variable.Sort.IsOpaque()))
            .ThenBy(opaque => opaque.SelfAndParts().Length).ToList();
        // One that another covers adds nothing; kept, it would be put into that other's ciphertext variable once more.
        // Of two that are renamings of each other the first will do, unless the second is found outside it.
        return [.. written.Where((opaque, i) => !written.Where((other, j) => Covering.Covers(other, opaque, protocol)
            && (!Covering.Covers(opaque, other, protocol) || (j < i && Layers(other, protocol, []) == Layers(opaque, protocol, [])))
            && j != i).Any())];
    }


    /// <summary>How many opaque terms, each inside the next, the definition's own names stand for in the term.</summary>
    private static int Layers(Term term, Protocol protocol, ImmutableHashSet<Term.Variable> above) => term.Variables()
        .Where(variable => variable.Sort.IsOpaque() && !above.Contains(variable))
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
