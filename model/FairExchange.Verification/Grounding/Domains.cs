using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// What each variable ranges over: the ground terms of its sort that the protocol itself can form, the names of trusted parties among the names, as many of the adversary's own atoms as
/// tests can tell apart (<see cref="Universe"/>), and junk of each sort that can be brought without being made. <c>docs/proofs.md</c> says why nothing outside matters; a test widens it to see.
/// </summary>
public sealed class Domains
{
    /// <summary>More than these would not be grounded anyway.</summary>
    private const long MostInstances = 200_000;

    private readonly Dictionary<Sort, ImmutableArray<Term>> values = [];

    public Domains(World world)
    {
        var fresh = world.Sessions.SelectMany(session => session.Role.Script.AllSteps().OfType<Step.Fresh>()
            .SelectMany(step => step.Variables).Select(variable => Fresh(variable, session))).ToList();
        var (universe, trusted) = (world.Universe, world.Protocol.TrustedParties.Select(World.TrustedName).ToList());
        Adversarial = [.. world.HasAdversary ? Atoms(Sort.Message, "x.m").Concat(Atoms(Sort.Coins, "x.k")).Concat(Atoms(Sort.Key, "x.key")) : []];
        Public =
        [
            .. world.Corrupted, .. world.Honest, .. trusted, .. Atoms(Sort.Contract, "c"), .. Atoms(Sort.Time, "t"),
            .. Atoms(Sort.Ciphertext, "junk"), .. Atoms(Sort.Bulk, "noise"), .. Atoms(Sort.Digest, "random"),
        ];
        values[Sort.Name] = [.. world.Corrupted, .. world.Honest, .. trusted];
        foreach (var sort in new[] { Sort.Message, Sort.Coins, Sort.Contract, Sort.Time, Sort.Key })
        {
            values[sort] = [.. Adversarial.Concat(Public).Concat(fresh).Where(atom => atom.Sort == sort)];
        }

        // Junk comes last.
        foreach (var sort in new[] { Sort.Ciphertext, Sort.Bulk, Sort.Digest })
        {
            values[sort] = [.. Public.Where(atom => atom.Sort == sort)];
        }

        var spokenOf = Universe.TermsOf(world.Protocol).SelectMany(term => term.Variables()).Select(variable => variable.Sort).ToHashSet();
        var forms = OpaqueIn(world.Protocol).Where(opaque => spokenOf.Contains(SortOf(opaque)!.Value)).ToList();
        var made = forms.ToDictionary(form => form, form => Add(form, Of, world.Protocol).ToHashSet());
        // A form may stand in one that was there before it: what is known under one name here is opened under another there.
        var early = forms.Where((form, i) => form.Variables()
            .Any(variable => IsOpaque(variable) && forms.Skip(i + 1).Any(later => SortOf(later) == variable.Sort))).ToList();
        while (early.Count > 0 && forms.Sum(form => Grown(form)) > 0)
        {
        }

        int Grown(Term form)
        {
            var (before, inside) = (made[form].Count, made[form].ToHashSet());
            made[form].UnionWith(Add(form, Outside, world.Protocol));
            return made[form].Count - before;

            ImmutableArray<Term> Outside(Sort sort) => [.. values[sort].Where(value => !value.OpaqueParts().Any(inside.Contains))];
        }

        IEnumerable<Term.Constant> Atoms(Sort sort, string prefix) => Enumerable.Range(1, universe[sort]).Select(i => new Term.Constant($"{prefix}{i}", sort));
    }

    /// <summary>The adversary's own secrets, which it may show.</summary>
    public ImmutableArray<Term.Constant> Adversarial { get; }

    /// <summary>What everyone knows: names, negotiated contracts, junk.</summary>
    public ImmutableArray<Term.Constant> Public { get; }

    public ImmutableArray<Term> Of(Sort sort) => values[sort];

    public static Term.Constant Fresh(Term.Variable variable, Session session) => new($"{variable.Symbol}.{session.Number}", variable.Sort);

    public static Sort? SortOf(Term ground) => ground switch
    {
        Term.Constant constant => constant.Sort,
        Term.Encryption => Sort.Ciphertext,
        Term.SymmetricEncryption => Sort.Bulk,
        Term.Hash => Sort.Digest,
        _ => null,
    };

    /// <summary>Adds what the form stands for, where its variables range over these; and says what that is.</summary>
    private List<Term> Add(Term form, Func<Sort, ImmutableArray<Term>> range, Protocol protocol)
    {
        var count = form.Variables().Where(variable => protocol.TrustedParties.All(trusted => trusted.Name != variable))
            .Aggregate(1L, (product, variable) => Math.Min(MostInstances + 1, product * range(variable.Sort).Length));
        if (count > MostInstances)
        {
            throw new GroundTooLargeException($"{protocol} speaks of more than {MostInstances} values of {form}");
        }

        var sort = SortOf(form)!.Value;
        var instances = Instances(form, range, protocol).ToList();
        values[sort] = [.. values[sort].Except(Public).Concat(instances).Distinct(), .. Public.Where(atom => atom.Sort == sort)];
        return instances;
    }

    // Those in which an opaque variable stands for another opaque term after that one, and smaller ones first, so that such a variable ranges over what is there already.
    private static List<Term> OpaqueIn(Protocol protocol)
    {
        var written = Universe.TermsOf(protocol).SelectMany(term => term.SelfAndParts()).Where(Terms.IsOpaque).Distinct()
            .OrderBy(opaque => Layers(opaque, protocol, []))
            .ThenBy(opaque => opaque.Variables().Count(IsOpaque))
            .ThenBy(opaque => opaque.SelfAndParts().Length).ToList();
        // One that another covers adds nothing; kept, it would be put into that other's ciphertext variable once more.
        // Of two that are renamings of each other the first will do, unless the second is found outside it.
        return [.. written.Where((opaque, i) => !written.Where((other, j) => Covering.Covers(other, opaque, protocol)
            && (!Covering.Covers(opaque, other, protocol) || (j < i && Layers(other, protocol, []) == Layers(opaque, protocol, []))) && j != i).Any())];
    }

    internal static bool IsOpaque(Term.Variable variable) => variable.Sort is Sort.Ciphertext or Sort.Bulk or Sort.Digest;

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
            Step.Receive receive => receive.Alternatives.SelectMany(alternative => alternative.Checks).Where(check => check.Subject == variable).Select(check => check.Pattern),
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
