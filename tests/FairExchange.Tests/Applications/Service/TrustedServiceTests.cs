using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>Policy, ledger and archive, one request after the other.</summary>
public sealed class TrustedServiceTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private readonly TemporaryFolder folder = new();
    private SqliteStore store;

    public TrustedServiceTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_resolve_sent_twice_is_charged_once_also_when_it_is_signed_anew()
    {
        var (service, request, again) = Resolve(new Policy.Open(5));

        var first = service.Take(request, Life.Now);
        var second = service.Take(request, Life.Now.AddDays(1));
        var third = service.Take(again, Life.Now.AddDays(2));

        Assert.NotEqual(request, again);
        Assert.Equal(["Alice", "Bob"], first.Answers.Select(answer => answer.To));
        Assert.Equal(first.Answers.AsEnumerable(), second.Answers);
        Assert.Equal(2, third.Answers.Length);
        Assert.Equal(("Bob", 5, Life.Now), (first.Charged!.Name, first.Charged.Amount, first.Charged.At));
        Assert.Null(second.Charged);
        Assert.Null(third.Charged);
        Assert.Equal([first.Charged], store.Ledger());
    }

    [Fact]
    public void Who_has_not_subscribed_is_refused_by_name_and_charged_nothing()
    {
        var (service, request, _) = Resolve(new Policy.SubscribersOnly(5));

        var refused = service.Take(request, Life.Now);
        Assert.Equal(new Rejection.NotSubscribed("Bob"), refused.Rejection);
        Assert.Empty(refused.Answers);
        Assert.Empty(store.Ledger());

        store.Subscribe("Alice", Life.Now.AddYears(1));
        Assert.IsType<Rejection.NotSubscribed>(service.Take(request, Life.Now).Rejection);
        store.Subscribe("Bob", Life.Now.AddYears(1));
        Assert.Equal((2, 5), (service.Take(request, Life.Now).Answers.Length, store.Ledger().Single().Amount));
    }

    [Fact]
    public void A_subscription_ends_and_a_request_that_was_charged_before_is_still_answered()
    {
        var (service, request, _) = Resolve(new Policy.SubscribersOnly(5));
        store.Subscribe("Bob", Life.Now);

        Assert.Equal(2, service.Take(request, Life.Now).Answers.Length);
        // The process died, and Bob asks again after his year.
        Assert.Equal(2, service.Take(request, Life.Now.AddDays(1)).Answers.Length);
        var other = Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes;
        Assert.IsType<Rejection.NotSubscribed>(service.Take(other, Life.Now.AddDays(1)).Rejection);
        Assert.Single(store.Ledger());
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 900)]
    public void Others_pay_more_and_are_answered_alike(bool hasSubscribed, long amount)
    {
        var (service, request, _) = Resolve(new Policy.Surcharge(AtCost: 5, Others: 900));
        if (hasSubscribed)
        {
            store.Subscribe("Bob", Life.Now);
        }

        var (_, effects) = World.Trusted(World.Entry("fair-cem-signed-request")).Receive(request);
        Assert.Equal(
            effects.OfType<Effect.Send>().Select(send => (send.Label, send.To.Text, new Bytes(Wire.Encode(send.Message)))),
            service.Take(request, Life.Now).Answers.Select(answer => (answer.Label, answer.To, answer.Message)));
        Assert.Equal(amount, store.Ledger().Single().Amount);
    }

    /// <summary>Where anybody pays, requests must show who asks.</summary>
    [Fact]
    public void A_policy_charges_if_anybody_pays_anything()
    {
        Policy[] charging = [new Policy.Open(1), new Policy.SubscribersOnly(1), new Policy.Surcharge(1, 0), new Policy.Surcharge(0, 1)];
        Policy[] free = [new Policy.Open(0), new Policy.SubscribersOnly(0), new Policy.Surcharge(0, 0)];

        Assert.Equal(charging, charging.Concat(free).Where(policy => policy.Charges));
    }

    [Fact]
    public void A_request_that_is_refused_for_what_it_is_costs_nothing()
    {
        var (service, _, _) = Resolve(new Policy.Open(5));

        Assert.IsType<Rejection.Malformed>(service.Take(new byte[] { 0x82 }, Life.Now).Rejection);
        Assert.IsType<Rejection.WrongShape>(service.Take(Wire.Encode(World.Mail), Life.Now).Rejection);
        Assert.Empty(store.Ledger());
        Assert.Empty(store.Archive());
    }

    /// <summary>Bob's half comes first and fits nothing yet. It is on the disk all the same, and the next process answers.</summary>
    [Fact]
    public void What_came_early_outlives_the_process()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var (alices, bobs) = (run.Requests[0].Bytes, run.Requests[1].Bytes);
        Assert.IsType<Rejection.BadSignature>(Serve("ecs0").Take(bobs, Life.Now).Rejection);
        Assert.Equal(RequestState.Waiting, store.Archive().Single().State);

        var next = Reopen("ecs0");
        Assert.Equal((0, 1), next.Unfinished);
        Assert.Equal(["Bob", "Alice"], next.Take(alices, Life.Now).Answers.Select(answer => answer.To));
        Assert.All(store.Archive(), request => Assert.Equal(RequestState.Settled, request.State));
        Assert.Equal((0, 0), Reopen("ecs0").Unfinished);
    }

    /// <summary>
    /// A content party asks for nothing, so what may not have left is sent when the process begins again, until it is known to have left.
    /// </summary>
    [Fact]
    public void Answers_that_may_not_have_left_are_kept_until_they_have()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var service = Serve("ecs0");
        service.Take(run.Requests[0].Bytes, Life.Now);
        var answers = service.Take(run.Requests[1].Bytes, Life.Now).Answers;
        service.Sent(answers[0]);

        var next = Reopen("ecs0");
        Assert.Equal(answers[1], Assert.Single(next.Pending));
        // Bob, who has had no answer that he knows of, asks again.
        Assert.Equal(answers.AsEnumerable(), next.Take(run.Requests[1].Bytes, Life.Now).Answers);
        next.Sent(answers[1]);
        Assert.Empty(next.Pending);
    }

    /// <summary>Any message at all once ended the process of a protocol with deadlines, for nobody told it the time.</summary>
    [Theory]
    [InlineData("fair-cem-cutoff")]
    [InlineData("fair-cem-cutoff-named")]
    public void A_protocol_with_a_cut_off_time_is_served_up_to_it(string id)
    {
        var request = Assert.Single(Pump.Run(World, World.Entry(id), null, "A2").Requests).Bytes;
        var service = Serve(id);
        var (cutOff, now) = (
            DateTimeOffset.FromUnixTimeMilliseconds(World.CutOff.Ms), DateTimeOffset.FromUnixTimeMilliseconds(World.NowMs));

        Assert.IsType<Rejection.WrongShape>(service.Take(Wire.Encode(World.Mail), now).Rejection);
        Assert.Equal(["Alice", "Bob"], service.Take(request, cutOff).Answers.Select(answer => answer.To));
        Assert.Single(store.Ledger());
        var other = Assert.Single(Pump.Run(World, World.Entry(id), null, "A2").Requests).Bytes;
        Assert.IsType<Rejection.TooLate>(service.Take(other, cutOff.AddMilliseconds(1)).Rejection);
        Assert.Single(store.Ledger());
    }

    [Fact]
    public void Junk_takes_no_more_room_than_the_mailbox()
    {
        var service = Serve("ecs0");
        for (var i = 0; i < 100; i++)
        {
            service.Take(Wire.Encode(World.Coins((byte)i)), Life.Now);
        }

        Assert.Equal(TrustedParty.MailboxSize, store.Archive().Count);
        Assert.Equal((0, TrustedParty.MailboxSize), Reopen("ecs0").Unfinished);
    }

    [Fact]
    public void A_store_is_one_owners_and_one_processs()
    {
        Assert.Contains("held by another process",
            Assert.Throws<StoreException>(() => SqliteStore.Open(folder["store.db"], "test")).Message, StringComparison.Ordinal);
        File.WriteAllText(folder["no.db"], "no database, but long enough to look like one to whoever reads no further than its size");
        Assert.Contains("cannot be used as a store", Assert.Throws<StoreException>(() => SqliteStore.Open(folder["no.db"], "test")).Message,
            StringComparison.Ordinal);
        store.Dispose();
        Assert.Contains("is the store of test, not of another",
            Assert.Throws<StoreException>(() => SqliteStore.Open(folder["store.db"], "another")).Message, StringComparison.Ordinal);
        store = SqliteStore.Open(folder["store.db"], "test");
    }

    /// <summary>A visible post office archives mails in the clear.</summary>
    [Fact]
    public void A_store_is_for_its_owner_to_read_and_for_nobody_else()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Serve("ecs0").Take(Wire.Encode(World.Mail), Life.Now);
        foreach (var file in (string[])["store.db", "store.db-wal"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder[file]));
        }
    }

    private TrustedService Reopen(string id)
    {
        store.Dispose();
        store = SqliteStore.Open(folder["store.db"], "test");
        return Serve(id);
    }

    private TrustedService Serve(string id, Policy? policy = null) =>
        new(World.Trusted(World.Entry(id)).Execution, store, policy ?? new Policy.Open(0));

    /// <summary>A post office, a resolve of Bob's, and the same with a fresh signature.</summary>
    private (TrustedService Service, byte[] Request, byte[] Again) Resolve(Policy policy)
    {
        var protocol = World.Entry("fair-cem-signed-request");
        var run = Pump.Run(World, protocol, null, "A2");
        var (_, request) = Assert.Single(run.Requests);
        return (Serve("fair-cem-signed-request", policy), request,
            Wire.Encode(Requests.SignedAnew(World, "fair-cem-signed-request", request)));
    }
}
