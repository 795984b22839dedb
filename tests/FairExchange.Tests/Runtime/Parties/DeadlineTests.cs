using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Runtime.Parties;

public class DeadlineTests
{
    private const long Cutoff = 1_000_000;
    private const long MarginMs = 100;

    private static readonly Protocol Timed = FairCemCutoffNamed.Protocol;
    private static readonly Value.Name Alice = new("Alice");
    private static readonly Value.Name Bob = new("Bob");
    private static readonly Value.Time Until = new(Cutoff);
    private static readonly Value.Message Letter = new(new Bytes("a letter"u8.ToArray()));
    private static readonly Value.Coins Randomness = new(new Bytes(new byte[32]));
    private static readonly SymbolicOperations BobsKeys = new("Bob");
    private static readonly Value Closed = BobsKeys.Encrypt(
        new Value.Name("VPO"), new Value.Tuple([Alice, Bob, Letter, Until]), Randomness)!;
    private static readonly Value.Signature Receipt = BobsKeys.Sign(new Value.Tuple([Until, Closed]));

    [Fact]
    public void A_time_has_one_encoding_from_1970_to_9999()
    {
        foreach (var good in new long[] { 0, Cutoff, 253_402_300_799_999 })
        {
            Assert.Equal(new Value.Time(good), Wire.TryDecode(Wire.Encode(new Value.Time(good))));
        }

        Assert.Null(Wire.TryDecode(Wire.Encode(new Value.Time(-1))));
        Assert.Null(Wire.TryDecode(Wire.Encode(new Value.Time(253_402_300_800_000))));
    }

    [Fact]
    public void The_post_office_answers_up_to_T_and_refuses_after_it()
    {
        var office = new TrustedParty(Of(Timed.TrustedParties[0], "VPO"));
        var request = new Value.Tuple([Bob, Closed, Receipt]);
        Assert.Equal(2, office.Receive(request, Cutoff).Effects.OfType<Effect.Send>().Count());
        Assert.IsType<Rejection.TooLate>(Assert.IsType<Effect.Rejected>(Assert.Single(office.Receive(request, Cutoff + 1).Effects)).Reason);
    }

    [Fact]
    public void The_post_office_refuses_a_T_that_is_not_the_one_in_Z()
    {
        var office = new TrustedParty(Of(Timed.TrustedParties[0], "VPO"));
        var later = BobsKeys.Sign(new Value.Tuple([new Value.Time(Cutoff + 1), Closed]));
        Assert.DoesNotContain(office.Receive(new Value.Tuple([Bob, Closed, later]), 0).Effects, effect => effect is Effect.Send);
    }

    [Fact]
    public void Bob_signs_well_before_T_and_resolves_in_time()
    {
        var (bob, _) = Session.Start(Of(Timed.Second, "Bob"), new Dictionary<Term.Variable, Value>());
        var offer = new Value.Tuple([Alice, Until, Closed]);
        Assert.Contains(
            bob.Receive(offer, Cutoff - MarginMs + 1).Effects, effect => effect is Effect.Rejected { Reason: Rejection.TooLate });
        var (waiting, effects) = bob.Receive(offer, Cutoff - (2 * MarginMs));
        Assert.Equal("B1", Assert.Single(effects.OfType<Effect.Send>()).Label);
        Assert.Equal(new Alert(Cutoff - MarginMs, IsPatient: false), waiting.Alarm);
        // The alarm was not heard: what comes after it finds him where he should be by then.
        Assert.Contains(waiting.Receive(Letter, Cutoff - MarginMs + 1).Effects, effect => effect is Effect.Send { Label: "B2" });
    }

    [Fact]
    public void Alice_takes_the_receipt_until_her_time_and_gives_up_after_it_whatever_comes()
    {
        var given = new Dictionary<Term.Variable, Value> { [B] = Bob, [T] = Until, [M] = Letter, [r] = Randomness };
        var (alice, _) = Session.Start(Of(Timed.First, "Alice"), given);
        Assert.Same(alice, alice.TimeOut(Cutoff + MarginMs).Session);
        Assert.False(alice.Receive(Letter, Cutoff).Session.IsFinished);
        Assert.Contains(alice.Receive(Receipt, Cutoff + MarginMs).Effects, effect => effect is Effect.Obtained);
        Assert.True(alice.TimeOut(Cutoff + MarginMs + 1).Session.IsFinished);
        Assert.Contains(
            alice.Receive(Receipt, Cutoff + MarginMs + 1).Effects, effect => effect is Effect.Rejected { Reason: Rejection.TooLate });
    }

    [Fact]
    public void Who_does_not_say_what_time_it_is_gets_no_answer()
    {
        Assert.Throws<ArgumentException>(() => new TrustedParty(Of(Timed.TrustedParties[0], "VPO")).Receive(Receipt));
        Assert.Throws<ArgumentException>(() =>
            Session.Start(Of(Timed.Second, "Bob"), new Dictionary<Term.Variable, Value>()).Session.Receive(new byte[1]));
    }

    [Fact]
    public void A_deadline_at_a_time_that_is_not_known_is_refused()
    {
        var refusal = Assert.Throws<DefinitionException>(() => new ProtocolDefinition("mail", "Mail", "test")
            .About(M).Channel(A, B, Assurance.Lossy).Channel(B, A, Assurance.Lossy)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", B, M).Receive("B1", Sign(B, M)))
            .Party(B, knows: [A], b => b.Receive("A1", M, before: T).Send("B1", A, Sign(B, M)))
            .Wants(A, "receipt", Sign(B, M)).Wants(B, "message", M).Build());
        Assert.Equal(B, refusal.Role);
        Assert.Equal("A1", refusal.Step);
        Assert.Equal(T, refusal.Term);
    }

    private static Execution Of(Role role, string name) => new(
        Timed, role, new SymbolicOperations(name), new SystemCoins(),
        new Margins(Timed.Margins.Select(margin => KeyValuePair.Create(margin.Name, MarginMs))));
}
