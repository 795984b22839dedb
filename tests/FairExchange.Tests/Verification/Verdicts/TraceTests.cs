using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;
using FairExchange.Tests.Verification.SecondMethod;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Verdicts;

/// <summary>A trace is an attack that somebody can carry out, as short as can be, and always the same.</summary>
public class TraceTests
{
    /// <summary>Every attack on an entry or a broken variant at one session, and those that need two.</summary>
    public static TheoryData<string, string, int> Attacks
    {
        get
        {
            var attacks = new TheoryData<string, string, int>();
            // Whoever may ask again has more runs than are looked at one by one in memory.
            foreach (var protocol in Entries.All.Concat(BrokenFairCem.All).Where(protocol => protocol.Id != "fair-cem-cutoff-forgetful"))
            {
                foreach (var expectation in protocol.Expectations.Where(expectation => expectation.AttackedFrom is not null
                    && expectation.Property == Property.Fairness))
                {
                    attacks.Add(protocol.Id, expectation.Party!.Symbol, expectation.AttackedFrom!.Value);
                }
            }

            return attacks;
        }
    }

    /// <summary>Those in worlds of tens of events: a solver that asks about each of hundreds takes minutes.</summary>
    public static TheoryData<string, string, int> SmallAttacks
    {
        get
        {
            var attacks = new TheoryData<string, string, int>();
            foreach (var (id, party, sessions) in Attacks.Select(attack => attack.Data))
            {
                if (!id.StartsWith("fair-", StringComparison.Ordinal))
                {
                    attacks.Add(id, party, sessions);
                }
            }

            return attacks;
        }
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void No_unfair_run_has_fewer_events(string id, string party, int sessions)
    {
        var (protocol, role) = Find(id, party);
        var trace = Attack(protocol, role, sessions);

        Assert.All(Mixes(protocol, role, sessions), roles => Assert.Null(
            new Exploration(World.Against(protocol, role, [.. roles]), role, eager: false).FindUnfairRun(fewerThan: trace.Steps.Length)));
    }

    [Theory]
    [MemberData(nameof(SmallAttacks))]
    public void The_trace_does_not_hang_on_the_solvers_mood(string id, string party, int sessions)
    {
        var (protocol, role) = Find(id, party);

        var traces = new Func<ISolver>[] { () => new Z3Solver(),
            () => new LongWindedSolver() }.Select(solver => Text(Attack(protocol, role, sessions, solver))).ToList();

        Assert.Single(traces.Distinct());
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Each_step_reads_what_was_sent_before_or_what_its_recipe_makes(string id, string party, int sessions)
    {
        var (protocol, role) = Find(id, party);
        var trace = Attack(protocol, role, sessions);
        foreach (var step in trace.Steps)
        {
            Assert.Equal(step.Kind == EventKind.Receive, step.Input is not null);
            Assert.Equal(step.Input is not null, (step.From is null) != (step.Recipe is null));
            if (step.From is { } from)
            {
                Assert.InRange(from.Step, 1, step.Number - 1);
                var sending = trace.Steps[from.Step - 1].Sends[from.Sent - 1];
                Assert.Equal((step.Actor, step.Input), (sending.To.Symbol, sending.Message));
            }
            else if (step.Recipe is { } recipe)
            {
                Assert.Equal(step.Input, Made(recipe, trace, step.Number));
            }
        }

        Assert.Equal(trace.Shows!.Makes, Made(trace.Shows, trace, int.MaxValue));
        Assert.Equal(Enumerable.Range(1, trace.Steps.Length), trace.Steps.Select(step => step.Number));
    }

    [Fact]
    public void What_is_handed_over_in_person_is_observed_only_from_its_answer_on()
    {
        // The smallest run in which Mallory holds M of cem0: she answers in the moment in which she is handed it.
        var (protocol, role) = Find("cem0", "A");
        var reached = new Verifier(() => new Z3Solver()).Reach(protocol, new Scenario.EvidenceAgainst(role.Name));
        Assert.True(reached.Reached);

        var unwitnessed = Attack(Find("cem0-unwitnessed", "A").Protocol, Find("cem0-unwitnessed", "A").Role, 1);
        Assert.Equal(new Recipe.Observed(unwitnessed.Shows!.Makes, 2, 1), unwitnessed.Shows);
    }

    /// <summary>What a recipe makes, if the adversary can follow it before that step.</summary>
    private static Term Made(Recipe recipe, Trace trace, int before)
    {
        switch (recipe)
        {
            case Recipe.Public atom:
                Assert.DoesNotContain('.', atom.Atom.Symbol);
                return atom.Atom;
            case Recipe.Own own:
                Assert.StartsWith("x.", own.Atom.Symbol, StringComparison.Ordinal);
                return own.Atom;
            case Recipe.Observed observed:
                Assert.True(observed.Step < before);
                var sending = trace.Steps[observed.Step - 1].Sends[observed.Sent - 1];
                Assert.True(trace.Corrupted.Contains(sending.To.Symbol) || !sending.Assurance.HasFlag(Assurance.Private));
                Assert.Contains(observed.Makes, Deduction.Closure(sending.Message, name => trace.Corrupted.Contains(name.ToString()!)));
                return observed.Makes;
            case Recipe.SignedBy signed:
                Assert.Contains(signed.Signer.ToString(), trace.Corrupted);
                return Terms.Sign(signed.Signer, Made(signed.Body, trace, before));
            case Recipe.Encrypted encrypted:
                return Terms.Encrypt(encrypted.Recipient, Made(encrypted.Plaintext, trace, before), Made(encrypted.Coins, trace, before));
            case Recipe.Composed composed:
                var parts = composed.Parts.Select(part => Made(part, trace, before)).ToList();
                return composed.Makes switch
                {
                    Term.Tuple => Terms.Tuple([.. parts]),
                    Term.Parties => Terms.Parties(parts[0], parts[1]),
                    Term.SymmetricEncryption => Terms.Encrypt(parts[1], parts[0]),
                    _ => Terms.Hash(Assert.Single(parts)),
                };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string Text(Trace trace) =>
        string.Join('\n', trace.Steps.Select(step =>
            $"{step.Number} {step.Session} {step.Actor} {step.Kind} {step.Label} {step.Input} {step.From}")
        .Append($"{trace.Shows?.Makes} {string.Join(", ", trace.Deal)} "
            + $"{string.Join(", ", trace.Sessions.SelectMany(session => session.Knows))}"));

    private static (Protocol Protocol, Role.Party Role) Find(string id, string party)
    {
        var protocol = Entries.All.Concat(BrokenFairCem.All).Single(entry => entry.Id == id);
        return (protocol, protocol.Parties.Single(role => role.Name.Symbol == party));
    }

    private static Trace Attack(Protocol protocol, Role.Party role, int sessions, Func<ISolver>? solver = null) =>
        Assert.IsType<Verdict.Attacked>(new Verifier(solver ?? (() => new Z3Solver()))
            .Decide(protocol, Property.Fairness, role.Name, sessions).Verdict).Trace;

    private static IEnumerable<IEnumerable<Role.Party>> Mixes(Protocol protocol, Role.Party role, int sessions) =>
        Enumerable.Range(0, sessions + 1)
        .Select(others => Enumerable.Repeat(role, sessions - others).Concat(Enumerable.Repeat(protocol.Counterpart(role), others)));
}
