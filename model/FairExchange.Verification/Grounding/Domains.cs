using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// What each variable ranges over: the ground terms of its sort that the protocol itself can form, the adversary's own atoms, and public junk.
/// Honest tests are positive patterns and time-outs are always possible, so nothing outside can matter to an honest party; a test widens the domains to see.
/// </summary>
public sealed class Domains
{
    private readonly Dictionary<Sort, ImmutableArray<Term>> values = [];

    public Domains(World world)
    {
        var fresh = world.Sessions.SelectMany(session => session.Role.Script.AllSteps().OfType<Step.Fresh>()
            .SelectMany(step => step.Variables).Select(variable => Fresh(variable, session))).ToList();
        var spokenOf = TermsOf(world.Protocol).SelectMany(term => term.Variables()).Select(variable => variable.Sort).ToHashSet();
        Adversarial = [.. world.HasAdversary ? Atoms(Sort.Message, "x.m", world.AtomsPerSort).Concat(Atoms(Sort.Coins, "x.k", world.AtomsPerSort))
            .Concat(Atoms(Sort.Key, "x.key", spokenOf.Contains(Sort.Key) ? world.AtomsPerSort : 0)) : []];
        Public =
        [
            .. world.Corrupted, .. world.Honest, .. world.Protocol.TrustedParties.Select(World.TrustedName),
            .. Atoms(Sort.Contract, "c", world.AtomsPerSort), .. Atoms(Sort.Time, "t", world.AtomsPerSort), .. Atoms(Sort.Ciphertext, "junk", world.Junk),
            .. Atoms(Sort.Bulk, "noise", spokenOf.Contains(Sort.Bulk) ? world.Junk : 0),
        ];
        values[Sort.Name] = [.. world.Corrupted, .. world.Honest];
        foreach (var sort in new[] { Sort.Message, Sort.Coins, Sort.Contract, Sort.Time, Sort.Key })
        {
            values[sort] = [.. Adversarial.Concat(Public).Concat(fresh).Where(atom => atom.Sort == sort)];
        }

        // Junk last. The hash of junk is a digest of nothing as it is.
        foreach (var sort in new[] { Sort.Ciphertext, Sort.Bulk, Sort.Digest })
        {
            values[sort] = [.. Public.Where(atom => atom.Sort == sort)];
        }

        foreach (var opaque in OpaqueIn(world.Protocol).Where(opaque => spokenOf.Contains(SortOf(opaque)!.Value)))
        {
            var sort = SortOf(opaque)!.Value;
            values[sort] = [.. values[sort].Except(Public).Concat(Instances(opaque, world.Protocol)).Distinct(), .. Public.Where(atom => atom.Sort == sort)];
        }
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

    private static IEnumerable<Term.Constant> Atoms(Sort sort, string prefix, int count) =>
        Enumerable.Range(1, count).Select(i => new Term.Constant($"{prefix}{i}", sort));

    // Those in which an opaque variable stands for another opaque term after that one, and smaller ones first, so that such a variable ranges over what is there already.
    private static List<Term> OpaqueIn(Protocol protocol)
    {
        var written = TermsOf(protocol).SelectMany(term => term.SelfAndParts()).Where(Terms.IsOpaque).Distinct()
            .OrderBy(opaque => Layers(opaque, protocol, []))
            .ThenBy(opaque => opaque.Variables().Count(IsOpaque))
            .ThenBy(opaque => opaque.SelfAndParts().Length).ToList();
        // One that another covers adds nothing; kept, it would be put into that other's ciphertext variable once more.
        return written.FindAll(opaque => !written.Exists(other => Covering.Covers(other, opaque, protocol) && !Covering.Covers(opaque, other, protocol)));
    }

    private static IEnumerable<Term> TermsOf(Protocol protocol) => protocol.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
        .Concat(protocol.Items.SelectMany(item => item.Forms));

    private static bool IsOpaque(Term.Variable variable) => variable.Sort is Sort.Ciphertext or Sort.Bulk or Sort.Digest;

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
    internal IEnumerable<Term> Instances(Term term, Protocol protocol)
    {
        IEnumerable<Binding> bindings = [Binding.Empty];
        foreach (var variable in term.Variables())
        {
            // Only a trusted party's name stands for itself; a role that is called Bob is played by anyone.
            var trusted = protocol.TrustedParties.FirstOrDefault(role => role.Name == variable);
            ImmutableArray<Term> range = trusted is null ? Of(variable.Sort) : [World.TrustedName(trusted)];
            bindings = bindings.SelectMany(binding => range.Select(value => binding.With(variable, value)));
        }

        return bindings.Select(binding => binding.Ground(term));
    }
}
