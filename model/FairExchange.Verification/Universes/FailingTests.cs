using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Universes;

/// <summary>
/// Counts the tests of a definition that an attack may need to fail: a request that a trusted party refuses, an answer that does not fit
/// where an honest party waits for it for ever, a check with an
/// <c>Otherwise</c>, what is tried before the alternative or the handler that fits, another value that stands in a register, keys of it
/// that are not one, and an item that is not held. All else that happens in
/// a run are tests that succeed, and those succeed as well where values of the adversary's are made one. A failing test needs one pair of
/// values that differ; it counts for every kind of values of which two of the adversary's meet in it. The argument is in
/// <c>docs/proofs.md</c>.
/// </summary>
/// <param name="wanted">The item that the honest party must not come to hold.</param>
internal sealed class FailingTests(Protocol protocol, Item wanted)
{
    /// <summary>More combinations of ways to go than these are counted by their maximum instead, which is no less.</summary>
    private const int MostCombinations = 10_000;

    private readonly Components components = new(protocol);
    private readonly RegisterKeys keys = new(protocol, wanted);
    private readonly Dictionary<Role.Party, List<Way>> ways = [];

    /// <summary>
    /// For sessions of one honest party in these roles, how many tests can fail in one run for each kind of values, and whether these are
    /// names that may as well be other people's.
    /// </summary>
    public IEnumerable<(Sort Sort, int Tests, bool IsAnybodys)> Of(IReadOnlyList<Role.Party> sessions)
    {
        foreach (var role in sessions)
        {
            if (!ways.ContainsKey(role))
            {
                ways[role] = new ScriptWays(protocol, components, role, wanted).All();
            }
        }

        var stated = protocol.TrustedParties.SelectMany(Negative).SelectMany(test => test.Values).ToHashSet();
        var apart = protocol.TrustedParties.Where(trusted => trusted.HasRegister)
            .SelectMany(trusted => Enumerable.Repeat(KindsOf(trusted), keys.Pairs(trusted, sessions))).ToList();
        return sessions.SelectMany(role => ways[role]).SelectMany(way => way.Own.Concat(way.Hang)).SelectMany(test => test.Values)
            .Concat(stated).Concat(apart.SelectMany(kinds => kinds)).Distinct()
            .Select(kind => (kind.Sort,
                Most(sessions, kind) + (stated.Contains(kind) ? Pairs(sessions, kind) : 0) + apart.Count(kinds => kinds.Contains(kind)),
                kind.Sort == Sort.Name && components.IsPassive(kind.Component)));
    }

    /// <summary>Of what kinds the register's keys are.</summary>
    private HashSet<(Sort Sort, string Component)> KindsOf(Role.Trusted trusted) =>
    [
        .. trusted.Registers.SelectMany(register => register.Key.Variables())
            .Where(variable => protocol.TrustedParties.All(other => other.Name != variable)).SelectMany(components.Kinds),
    ];

    private int Most(IReadOnlyList<Role.Party> sessions, (Sort, string) kind)
    {
        var options = sessions.Select(role => ways[role].Select(way => way.In(kind)).Distinct().ToList()).ToList();
        var combinations = options.Aggregate(1L, (product, list) => Math.Min(MostCombinations + 1, product * list.Count));
        if (combinations > MostCombinations)
        {
            var answers = options.Select(list => list.Max(way => way.Answers)).ToList();
            return options.Select((list, i) => list.Max(way => way.Own) + (list.Max(way => way.Hang) * (answers.Sum() - answers[i]))).Sum();
        }

        IEnumerable<ImmutableList<(int Own, int Hang, int Answers)>> all = [[]];
        foreach (var list in options)
        {
            all = [.. all.SelectMany(chosen => list.Select(chosen.Add))];
        }

        return all.Max(chosen => chosen.Sum(way => way.Own + (way.Hang * (chosen.Sum(other => other.Answers) - way.Answers))));
    }

    /// <summary>
    /// A trusted party that says under its signature that a test failed gives such words to whoever asks, as often as it is asked. Whoever
    /// reads such words may be given as many of them as there are pairs among the values that these speak of: each session, each handler of
    /// a trusted party, and whoever is shown evidence.
    /// </summary>
    private int Pairs(IReadOnlyList<Role.Party> sessions, (Sort, string) kind)
    {
        return sessions.Sum(role => Among([.. role.Script.AllTerms(), .. role.Knows], Read(role.Script)))
            + protocol.TrustedParties.SelectMany(trusted => trusted.Handlers).Sum(handler => Among([.. handler.AllTerms()], Read(handler)))
            + protocol.Items.SelectMany(item => item.Forms).Sum(form => Among([form], [form]));

        int Among(IEnumerable<Term> terms, IEnumerable<Term> read)
        {
            var words = read.SelectMany(term => term.SelfAndParts()).OfType<Term.Signature>()
                .Where(word => protocol.TrustedParties.Any(trusted => trusted.Name == word.Signer)).ToList();
            var variables = words.SelectMany(word => word.Variables()).ToList();
            // Words about something closed may speak of whatever is in it.
            var values = (variables.Exists(variable => variable.Sort.IsOpaque())
                ? terms.SelectMany(term => term.Variables()) : variables).Distinct()
                .Count(variable => components.Of(variable) == kind);
            return words.Count == 0 ? 0 : Math.Max(1, values * (values - 1) / 2);
        }

        static IEnumerable<Term> Read(Script script) => script.AllSteps().SelectMany(step => step switch
        {
            Step.Receive receive => receive.Alternatives
                .SelectMany(alternative => alternative.Checks.Select(check => check.Pattern).Append(alternative.Pattern)),
            Step.Check check => [check.Match.Pattern],
            _ => (IEnumerable<Term>)[],
        });
    }

    /// <summary>The tests after whose failing a trusted party signs something.</summary>
    private IEnumerable<Comparison> Negative(Role.Trusted trusted)
    {
        var doors = trusted.Handlers.Select(handler => (handler, ((Step.Receive)handler.Steps[0]).Alternatives[0])).ToList();
        for (var i = 0; i < doors.Count; i++)
        {
            var (handler, door) = doors[i];
            var read = Compare(ImmutableDictionary<Term.Variable, Term>.Empty).Read(door.Pattern, door.Checks, null);
            foreach (var check in handler.AllSteps().OfType<Step.Check>().Where(check => Signs(check.Otherwise)))
            {
                var compared = Compare(read.Stands).Read(check.Match.Subject, [check.Match], read.Ground(check.Match.Subject)).Test;
                if (compared is not null)
                {
                    yield return compared;
                }
            }

            foreach (var (_, first) in Signs(handler) ? doors.Take(i) : [])
            {
                var tried = Compare(ImmutableDictionary<Term.Variable, Term>.Empty)
                    .Read(first.Pattern, first.Checks, read.Ground(door.Pattern));
                if (tried is { CanFit: true, Test: { } test })
                {
                    yield return test;
                }
            }
        }

        Comparing Compare(ImmutableDictionary<Term.Variable, Term> stands) =>
            new(protocol, components, _ => false, stands, ImmutableDictionary<Term.Variable, Term>.Empty);
        bool Signs(Script script) =>
            script.AllSteps().OfType<Step.Send>().SelectMany(send => send.Message.SelfAndParts()).OfType<Term.Signature>()
                .Any(signature => signature.Signer == trusted.Name);
    }
}
