using FairExchange.Model.Language;
using FairExchange.Verification.Impossibility;
using FairExchange.Verification.Solving;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Impossibility;

/// <summary>Each rule carries something: with one left out the answer is another, so that "none" is no accident of the encoding.</summary>
public class RulesTests
{
    private const string OneWay = "a message goes one way";
    private const string Makeable = "nobody says what it cannot make by then";

    private static readonly Term Hidden = Encrypt(VPO, Tuple(A, B, M), r);

    public static TheoryData<string> Kinds => [.. TermPool.All.Select(repertoire => repertoire.Kind)];

    /// <summary>The paper's own reason: "information is exchanged non-simultaneously".</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void If_both_could_speak_at_the_same_moment_there_would_be_a_fair_protocol(string kind)
    {
        Assert.IsType<SolverAnswer.Unsatisfiable>(Ask(kind, 2, Demands.All));
        Assert.IsType<SolverAnswer.Satisfiable>(Ask(kind, 2, Demands.All, without: OneWay));
        Assert.IsType<SolverAnswer.Unsatisfiable>(AskFirstGain(kind));
        Assert.IsType<SolverAnswer.Satisfiable>(AskFirstGain(kind, without: OneWay));
    }

    /// <summary>Bob would sign M before he has it.</summary>
    [Fact]
    public void If_parties_could_say_what_they_cannot_make_two_messages_would_be_fair_to_Alice()
    {
        Assert.IsType<SolverAnswer.Unsatisfiable>(Ask("certified-mail", 2, Demands.Effective | Demands.FairToAlice));
        Assert.IsType<SolverAnswer.Satisfiable>(Ask("certified-mail", 2, Demands.Effective | Demands.FairToAlice, without: Makeable));
    }

    /// <summary>
    /// A trusted party that makes receipts up is as good as a trusted one of two messages; one that has only the request is not.
    /// </summary>
    [Fact]
    public void If_the_trusted_party_could_say_what_it_cannot_make_two_messages_would_do()
    {
        Assert.IsType<SolverAnswer.Unsatisfiable>(Ask("certified-mail", 2, Demands.All, trusted: true));
        Assert.IsType<SolverAnswer.Satisfiable>(Ask("certified-mail", 2, Demands.All, trusted: true, without: Makeable));
    }

    [Theory]
    [InlineData(Demands.FairToAlice)]
    [InlineData(Demands.FairToBob)]
    [InlineData(Demands.Effective)]
    public void With_any_demand_given_up_there_is_a_protocol_of_three_messages(Demands given) =>
        Assert.All(TermPool.All, repertoire => Assert.IsType<SolverAnswer.Satisfiable>(Ask(repertoire.Kind, 3, Demands.All & ~given)));

    /// <summary>Section 3 with the two names signed: the class has it, and the formula lets it pass.</summary>
    [Fact]
    public void Fair_CEM_is_in_the_class_and_fair()
    {
        Assert.IsType<SolverAnswer.Satisfiable>(AskFairCem(Sign(B, Tuple(A, B, Hidden)), toAlice: Sign(B, Tuple(A, B, Hidden))));
        Assert.IsType<SolverAnswer.Satisfiable>(AskFairCem(Sign(B, Hidden), toAlice: Sign(B, Hidden)));
    }

    /// <summary>Bob, asked for his receipt by nobody, would keep it.</summary>
    [Fact]
    public void A_post_office_that_keeps_the_receipt_to_itself_is_unfair() =>
        Assert.IsType<SolverAnswer.Unsatisfiable>(AskFairCem(Sign(B, Hidden), toAlice: null));

    private static SolverAnswer AskFairCem(Term receipt, Term? toAlice)
    {
        var unknowns = new Unknowns(TermPool.CertifiedMail, 3, trusted: true);
        HashSet<Atom> taken =
        [
            unknowns.Says(A, 1, Hidden), unknowns.Says(B, 2, receipt), unknowns.Says(A, 3, M), unknowns.Says(A, 3, r),
            unknowns.Shows(A, receipt),
            unknowns.Asks(B, receipt), .. toAlice is null
                ? Array.Empty<Atom>() : [unknowns.Gets(A, toAlice)], unknowns.Gets(B, M), unknowns.Gets(B, r),
        ];
        return Ask(new Rules(unknowns).Of(Demands.All)
            .Append(("this protocol", unknowns.Choices.Select(choice => taken.Contains(choice) ? choice : Formula.Not(choice)))), null);
    }

    private static SolverAnswer Ask(string kind, int messages, Demands demands, bool trusted = false, string? without = null) =>
        Ask(new Rules(new Unknowns(Of(kind), messages, trusted)).Of(demands), without);

    private static SolverAnswer AskFirstGain(string kind, string? without = null) =>
        Ask(new Rules(new Unknowns(Of(kind), 1, trusted: false), midway: true).OfFirstGain(), without);

    private static SolverAnswer Ask(IEnumerable<(string Heading, IEnumerable<Formula> Formulas)> rules, string? without)
    {
        var all = rules.ToList();
        Assert.True(without is null || all.Exists(rule => rule.Heading == without));
        using var solver = new Z3Solver();
        foreach (var formula in all.Where(rule => rule.Heading != without).SelectMany(rule => rule.Formulas))
        {
            solver.Assert(formula);
        }

        return solver.Check();
    }

    private static TermPool Of(string kind) => TermPool.All.Single(repertoire => repertoire.Kind == kind);
}
