using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;
using static FairExchange.Tests.Model.Definition.BrokenDefinitionTests;

namespace FairExchange.Tests.Model.Definition;

/// <summary>Roles, what they know beforehand, clocks and items: each with one thing wrong, and beside it what is just right.</summary>
public class DefinitionPartsTests
{
    private static readonly Margin Skew = new("skew", 1, 0);

    [Fact]
    public void An_exchange_has_two_parties()
    {
        Refused(Mail(Alice, Bob).Party(Dora, [], c => c.Receive("A1", M)), null, null, null, "an exchange has two parties, this has 3");
        Refused(
            new ProtocolDefinition("mail", "Mail", "ours").About(M).Party(A, [], a => a.Fresh(M)).Wants(A, "message", M),
            null, null, null, "an exchange has two parties, this has 1");
    }

    [Fact]
    public void A_role_is_written_once_and_called_by_a_name()
    {
        Refused(Mail(Alice, Bob).Trusted(B, b => b.Receive("A1", M)), null, null, null, "a role is written twice");
        Refused(Mail(Alice, Bob).Trusted(Message("P"), p => p.Receive("A1", M)), Message("P"), null, null, "a role is called by a name");
    }

    [Fact]
    public void What_an_exchange_is_about_is_said() => Assert.Contains(
        "says nothing of what is exchanged: call About(...)",
        Assert.Throws<DefinitionException>(new ProtocolDefinition("mail", "Mail", "ours").Build).Message, StringComparison.Ordinal);

    [Fact]
    public void A_message_or_coins_are_not_known_beforehand()
    {
        foreach (var secret in new[] { M, r, Z, K, h })
        {
            Refused(
                Mail(Alice, Bob, bobKnows: [A, secret]),
                B, "start", secret, "only names, negotiated contracts and times are known beforehand");
        }

        Mail(Alice, Bob, bobKnows: [A, C, T]).Build();
    }

    [Fact]
    public void What_is_known_anyway_is_not_named()
    {
        Refused(Mail(Alice, Bob, bobKnows: [A, A]), B, "start", A, "is known anyway: name it neither twice");
        Refused(Mail(Alice, Bob, bobKnows: [A, VPO]).Trusted(VPO, p => p.Receive("A1", M)), B, "start", VPO, "is known anyway");
    }

    [Theory]
    [InlineData("skew", 1, 0, true)]
    [InlineData("z", 0, 1, true)]
    [InlineData("abcdefghijklmnopqrstuvw-", 1000, 1000, true)]
    [InlineData("abcdefghijklmnopqrstuvwxy", 0, 0, false)]
    [InlineData("", 1, 0, false)]
    [InlineData("Skew", 1, 0, false)]
    [InlineData("skew1", 1, 0, false)]
    [InlineData("skew", 1001, 0, false)]
    [InlineData("skew", 0, 1001, false)]
    [InlineData("skew", -1, 0, false)]
    [InlineData("skew", 0, -1, false)]
    public void A_margin_has_a_name_and_a_length(string name, int skews, int delays, bool isRight)
    {
        var definition = Timed(T.Minus(new Margin(name, skews, delays)));
        if (isRight)
        {
            definition.Build();
            return;
        }

        Refused(definition, null, null, null, $"margin '{name}': a margin has one name of lower-case letters and hyphens, and one "
            + "length, of 0 to 1000 skews and delays");
    }

    [Fact]
    public void One_margin_has_one_length()
    {
        var two = Timed(T.Minus(Skew), T.Plus(Skew with { Skews = 2 }));
        Refused(two, null, null, null, "a margin has one name of lower-case letters and hyphens, and one length");
        Timed(T.Minus(Skew), T.Plus(Skew)).Build();
        Timed(T.Minus(Skew), T.Plus(new Margin("other", 1, 0))).Build();
    }

    [Fact]
    public void A_clock_is_compared_with_a_time_that_is_known()
    {
        Refused(Timed(new Deadline(M, 1, Skew)), B, "A1", M, "is no time, and no clock can be compared with it");
        Refused(Timed(Time("T2").Minus(Skew)), B, "A1", Time("T2"), "B does not know T2 by then");
        Refused(Waiting(Time("T2").Minus(Skew)), A, "B1", Time("T2"), "A does not know T2 by then");
        Refused(Waiting(new Deadline(M, 1, Skew)), A, "B1", M, "is no time");
    }

    [Fact]
    public void When_time_runs_out_something_is_done()
    {
        Refused(Waiting(T.Minus(Skew), otherwise: null), A, "B1", T, "time runs out, and no otherwise says what to do then");
        Assert.Equal(new Alarm(T.Minus(Skew), IsPatient: true), AlarmOf(Waiting(T.Minus(Skew))));
        Assert.Equal(new Alarm(T.Minus(Skew), IsPatient: false), AlarmOf(Mail(
            a => a.Fresh(M).Send("A1", B, M).Receive("B1", Tuple(T, Sign(B, M))), Bob)
            .Knows(B, T).Otherwise("A1", B, _ => { }, atLatest: T.Minus(Skew))));
        var both = Assert.Throws<DefinitionException>(
            () => Mail(a => a.Receive("B1", M, otherwise: _ => { }, atLatest: T.Minus(Skew), until: T.Minus(Skew)), Bob));
        Assert.Equal((A, "A receive waits until a time, or for a time at most: say one of the two."), (both.Role, both.Problem));
    }

    private static Alarm? AlarmOf(ProtocolDefinition definition) => definition.Build().Parties
        .SelectMany(party => party.Script.AllSteps().OfType<Step.Receive>()).Single(receive => receive.Alarm is not null).Alarm;

    [Fact]
    public void A_step_does_something()
    {
        Refused(
            Mail(a => a.Fresh(M).Fresh().Send("A1", B, M).Receive("B1", Sign(B, M)), Bob),
            A, "start", null, "makes nothing fresh: leave the step out");
        Refused(Mail(Alice, b => b.ReceiveFirst([])), B, "start", null, "a receive needs at least one message that it accepts");
    }

    [Fact]
    public void An_expectation_names_a_party_where_the_property_is_one_partys()
    {
        var parties = Property.Fairness;
        var nobodys = Property.Effectiveness;
        Assert.Equal((true, false), (parties.PerParty, nobodys.PerParty));
        Refused(Mail(Alice, Bob).Proved(parties), null, null, null, $"an expectation of {parties} names one of the two parties");
        Refused(Mail(Alice, Bob).Proved(A, nobodys), null, null, null, $"an expectation of {nobodys} names no party");
        Mail(Alice, Bob).Proved(A, parties).Proved(B, parties).Proved(nobodys).Build();
        Refused(
            Mail(Alice, Bob).Proved(nobodys).Attacked(nobodys),
            null, null, null, $"what is expected of {nobodys} is said once, for 1 session or from more on");
        Refused(
            Mail(Alice, Bob).Proved(A, parties).Attacked(A, parties),
            null, null, null, $"what is expected of {parties} for A is said once");
    }

    /// <summary>Keys and names have their places in terms, and nothing else can stand there.</summary>
    [Fact]
    public void Each_place_in_a_term_takes_one_sort()
    {
        FlawIs(Encrypt(M, B, r), "M is no name, and has no key to encrypt with");
        FlawIs(Encrypt(M, M), "M is no key");
        FlawIs(Parties(A, M), "both parties are names");
        FlawIs(Parties(M, A), "both parties are names");

        static void FlawIs(Term term, string problem) =>
            Refused(Mail(Alice, b => b.Receive("A1", Tuple(M, term)).Send("B1", A, Sign(B, M))), B, "A1", term, problem);
    }

    [Fact]
    public void What_is_hashed_in_an_item_stands_openly_beside()
    {
        Refused(
            Receipt(Tuple(M, Sign(B, Hash(C)))),
            A, null, Hash(C), "what is hashed cannot be found among what is held: the receipt must show it openly");
        // Inside another hash it is not open.
        Refused(Receipt(Tuple(M, Hash(C), Sign(B, M))), A, null, Hash(C), "must show it openly");
        Receipt(Tuple(M, C, Sign(B, Hash(C)))).Build();
    }

    [Fact]
    public void A_judge_decides_about_what_the_holder_shows()
    {
        Refused(
            Sealed(Tuple(M, Sign(B, Encrypt(A, M, r)))),
            A, null, Encrypt(A, M, r), "the judge cannot decide it: the receipt shows neither what it is made of nor who made it");
        Sealed(Tuple(A, M, r, Sign(B, Encrypt(A, M, r)))).Build();
        // Signers and parties are read off what is shown.
        Sealed(Tuple(M, r, Sign(A, M), Sign(B, Encrypt(A, M, r)))).Build();
        Sealed(Tuple(Parties(A, B), M, r, Sign(B, Encrypt(A, M, r)))).Build();
    }

    [Fact]
    public void A_holder_makes_or_opens_what_is_encrypted_in_its_item() => Refused(
        Mail(
            a => a.Fresh(M).Send("A1", B, M).Receive("B1", Tuple(r, Sign(B, Z))),
            b => b.Receive("A1", M).Fresh(r).Let(Z, Encrypt(A, M, r)).Send("B1", A, Tuple(r, Sign(B, Z))),
            receipt: Tuple(A, M, r, Sign(B, Encrypt(A, M, r)))),
        A, null, Encrypt(A, M, r), "stands in the receipt, and A neither makes nor opens it anywhere");

    /// <summary>Evidence bears the signature of who is accused, or of a trusted party, and not the holder's own.</summary>
    [Fact]
    public void Evidence_is_not_its_holders_own_making()
    {
        Refused(
            Receipt(Sign(A, M)),
            A, null, Sign(A, M), "the receipt bears neither B's signature nor a trusted party's, so its holder makes it alone: have it "
            + "hold what B signs");
        Receipt(Sign(VPO, M)).Channel(A, VPO, Resilient).Trusted(VPO, vpo => vpo.Receive("A1", M)).Build();
    }

    [Fact]
    public void What_is_wanted_of_the_other_side_is_not_ones_own()
    {
        Refused(
            Mail(Alice, Bob, bobKnows: [A, C]).About(C).Wants(B, "contract", C), B, null, null, "each party wants exactly one item");
        var own = new ProtocolDefinition("mail", "Mail", "ours").About(C).Channel(A, B, Lossy).Channel(B, A, Lossy)
            .Party(A, [B, C], a => a.Send("A1", B, Sign(A, Tuple(B, C))).Receive("B1", Sign(B, C)))
            .Party(B, [A, C], b => b.Receive("A1", Sign(A, Tuple(B, C))).Send("B1", A, Sign(B, C)))
            .Wants(A, "signature", Sign(B, C), $"{B} signed {C}").Wants(B, "contract", C);
        Refused(own, B, null, C, "is B's own before anything is exchanged, so it cannot be the contract that B wants of the other side");
    }

    [Theory]
    [InlineData("Alice", "a trusted party is called neither as a participant of runs is")]
    [InlineData("c12", "nor as a value of theirs")]
    [InlineData("x", "nor as a value of theirs (c1, t1, x, …): call it another")]
    [InlineData("junk", "nor as a value of theirs")]
    [InlineData("Judge", "the judge decides about evidence and is no role of a protocol")]
    public void A_trusted_party_is_called_by_nobody_elses_name(string name, string problem)
    {
        var called = Name(name);
        Refused(Mail(Alice, Bob).Trusted(called, p => p.Receive("A1", M)), called, null, null, problem);
        Mail(Alice, Bob).Trusted(Name("cx"), p => p.Receive("A1", M)).Build();
    }

    private static readonly Term.Variable Dora = Name("D");

    private static ProtocolDefinition Timed(Deadline before, Deadline? later = null) => new ProtocolDefinition("mail", "Mail", "ours")
        .About(M).Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, [B, T], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M), before: later))
        .Party(B, [A, T], b => b.Receive("A1", M, before: before).Send("B1", A, Sign(B, M)))
        .Wants(A, "receipt", Sign(B, M), $"{B} received {M}").Wants(B, "message", M);

    private static ProtocolDefinition Waiting(Deadline until) => Waiting(until, _ => { });

    private static ProtocolDefinition Waiting(Deadline until, Action<ScriptBuilder>? otherwise) =>
        new ProtocolDefinition("mail", "Mail", "ours").About(M).Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, [B, T], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M), otherwise: otherwise, until: until))
        .Party(B, [A], Bob)
        .Wants(A, "receipt", Sign(B, M), $"{B} received {M}").Wants(B, "message", M);

    private static ProtocolDefinition Receipt(Term term) => Mail(
        a => a.Fresh(M, C).Send("A1", B, M).Receive("B1", Sign(B, M)), Bob, receipt: term, shows: $"{M}");

    private static ProtocolDefinition Sealed(Term term) => Mail(
        a => a.Fresh(M, r).Let(Z, Encrypt(A, M, r)).Send("A1", B, Tuple(M, Z)).Receive("B1", Sign(B, Z)),
        b => b.Receive("A1", Tuple(M, Z)).Send("B1", A, Sign(B, Z)), receipt: term, shows: $"{M}");
}
