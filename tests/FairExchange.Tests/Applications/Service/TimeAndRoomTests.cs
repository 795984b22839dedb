using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>
/// A clock that is set back, a disk that is full, a request that is signed anew, a cut-off that passes while the process is dead.
/// </summary>
public sealed class TimeAndRoomTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private static readonly DateTimeOffset CutOff = DateTimeOffset.FromUnixTimeMilliseconds(World.CutOff.Ms);
    private readonly TemporaryFolder folder = new();
    private SqliteStore store;

    public TimeAndRoomTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("fair-cem-cutoff")]
    [InlineData("fair-cem-cutoff-named")]
    public void What_was_taken_in_time_is_answered_whenever_it_is_asked_again(string id)
    {
        var request = Assert.Single(Pump.Run(World, World.Entry(id), null, "A2").Requests).Bytes;
        var service = Serve(id);
        var answers = service.Take(request, CutOff.AddMilliseconds(-5)).Answers;
        service.Sent(answers[0]);

        // Dead after Alice's answer. Bob's is sent by the next process, which begins after T, and again when he asks.
        service = Reopen(id);
        Assert.Equal(answers.Select(answer => (answer.To, answer.Message)), service.Pending.Select(answer => (answer.To, answer.Message)));
        var again = service.Take(request, CutOff.AddYears(1));
        Assert.Equal(answers.Select(answer => (answer.To, answer.Message)), again.Answers.Select(answer => (answer.To, answer.Message)));
        Assert.Null(again.Rejection);
        Assert.Single(store.Ledger());

        // Once all have left nothing is kept but that it was taken.
        foreach (var answer in service.Pending)
        {
            service.Sent(answer);
        }

        Assert.Empty(service.Pending);
        Assert.Empty(store.Archive());
        service = Reopen(id);
        Assert.Empty(service.Pending);
        Assert.Equal(2, service.Take(request, CutOff.AddYears(1)).Answers.Length);
        // Another that comes so late has not been taken in time.
        var other = Assert.Single(Pump.Run(World, World.Entry(id), null, "A2").Requests).Bytes;
        Assert.IsType<Rejection.TooLate>(service.Take(other, CutOff.AddYears(1)).Rejection);
    }

    /// <summary>Alice waits until shortly after T and no longer: her answer is not to hang on whether Bob asks again.</summary>
    [Fact]
    public void Both_answers_are_owed_from_the_moment_in_which_a_request_is_taken()
    {
        var request = Assert.Single(Pump.Run(World, World.Entry("fair-cem-cutoff-named"), null, "A2").Requests).Bytes;
        Serve("fair-cem-cutoff-named").Take(request, CutOff.AddMilliseconds(-5));
        Assert.Equal(["Alice", "Bob"], Reopen("fair-cem-cutoff-named").Pending.Select(answer => answer.To));
    }

    [Theory]
    [InlineData("fair-cem-cutoff-named")]
    [InlineData("fair-cem-signed-request")]
    public void A_clock_set_back_revives_nothing(string id)
    {
        var request = Assert.Single(Pump.Run(World, World.Entry(id), null, "A2").Requests).Bytes;
        var policy = id == "fair-cem-signed-request" ? new Policy.Open(5) : new Policy.Open(0);
        var service = Serve(id, policy);
        Assert.IsType<Rejection.TooLate>(service.Take(request, CutOff.AddMilliseconds(1)).Rejection);
        Assert.IsType<Rejection.TooLate>(service.Take(request, CutOff.AddMilliseconds(-1)).Rejection);
        Assert.IsType<Rejection.TooLate>(Reopen(id, policy).Take(request, CutOff.AddMilliseconds(-1)).Rejection);
        Assert.Equal(CutOff.AddMilliseconds(1), Serve(id, policy).Latest);
        // Nor does it where a time has been written down before.
        Assert.IsType<Rejection.TooLate>(Serve(id, policy).Take(request, CutOff.AddMilliseconds(9)).Rejection);
        Assert.Equal(CutOff.AddMilliseconds(9), Reopen(id, policy).Latest);
        Assert.Empty(store.Ledger());
    }

    [Fact]
    public void A_clock_set_back_revives_no_subscription_and_no_letter()
    {
        var request = Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes;
        store.Subscribe("Bob", Life.Now);
        Assert.IsType<Rejection.NotSubscribed>(Serve("fair-cem-signed-request", new Policy.SubscribersOnly(5))
            .Take(request, Life.Now.AddMilliseconds(1)).Rejection);
        Assert.IsType<Rejection.NotSubscribed>(Reopen("fair-cem-signed-request", new Policy.SubscribersOnly(5))
            .Take(request, Life.Now.AddMilliseconds(-1)).Rejection);

        var run = Pump.Run(World, World.Entry("cem0-signed-request"));
        var office = Reopen("cem0-signed-request");
        Assert.Null(office.Take(run.Requests[0].Bytes, Life.Now).Rejection);
        office.See(CutOff.AddMilliseconds(1));
        Assert.Empty(Reopen("cem0-signed-request").Take(run.Requests[1].Bytes, Life.Now).Answers);
        Assert.IsType<Rejection.TooLate>(Serve("cem0-signed-request").Take(run.Requests[0].Bytes, Life.Now).Rejection);
    }

    /// <summary>A time in the ledger is never before the one above it.</summary>
    [Fact]
    public void The_ledger_never_goes_back_in_time()
    {
        var requests = Enumerable.Range(0, 2)
            .Select(_ => Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes).ToList();
        Serve("fair-cem-signed-request").Take(requests[0], Life.Now.AddHours(1));
        Reopen("fair-cem-signed-request").Take(requests[1], Life.Now);
        Assert.All(store.Ledger(), entry => Assert.Equal(Life.Now.AddHours(1), entry.At));
    }

    [Theory]
    [InlineData("ecs0", 0)]
    [InlineData("cem0-signed-request", 5)]
    public void What_is_signed_anew_fifty_times_is_archived_once_and_charged_once(string id, long cost)
    {
        var run = Pump.Run(World, World.Entry(id));
        var service = Serve(id, new Policy.Open(cost));
        var first = run.Requests.Select(request => service.Take(request.Bytes, Life.Now)).ToList();
        for (var i = 0; i < 50; i++)
        {
            foreach (var at in run.Requests)
            {
                var again = service.Take(Wire.Encode(Requests.SignedAnew(World, id, at.Bytes)), Life.Now);
                Assert.Null(again.Charged);
                Assert.Null(again.Rejection);
                // All that the deal came to, whoever asks. What was a letter in person has been handed over.
                Assert.Equal(first.SelectMany(taken => taken.Answers).Where(answer => !answer.IsInPerson), again.Answers);
            }
        }

        Assert.Equal(2, store.Archive().Count);
        Assert.Equal(cost, Assert.Single(store.Ledger()).Amount);
    }

    /// <summary>Each thing that is written may be the one for which there is no room.</summary>
    [Theory]
    [InlineData("ecs0")]
    [InlineData("cem0-signed-request")]
    [InlineData("fair-cem-signed-request")]
    [InlineData("fair-cem-cutoff-named")]
    public void A_full_disk_is_busy_to_who_asks_and_later_requests_are_taken(string id)
    {
        var visible = !World.Entry(id).TrustedParties[0].IsStateless;
        var run = Pump.Run(World, World.Entry(id), null, visible ? [] : ["A2"]);
        var wasFull = false;
        for (var at = 0; ; at++)
        {
            store.Dispose();
            store = SqliteStore.Open(folder[$"store-{at}.db"], "test");
            var full = new FullStore(store, at);
            var service = new TrustedService(World.Trusted(World.Entry(id)).Execution, full, new Policy.Open(0));
            var answers = run.Requests.Select(request => Insist(service, request.Bytes, full)).ToList();

            Assert.Equal(2, answers[^1].Answers.Length + (id == "cem0-signed-request" ? 1 : 0));
            Assert.Equal(visible ? 2 : 0, store.Archive().Count(kept => kept.State == RequestState.Settled));
            Assert.Single(store.Ledger());
            Assert.Empty(service.Pending);
            if (!full.WasFull)
            {
                break;
            }

            wasFull = true;
        }

        Assert.True(wasFull);
    }

    /// <summary>Asks until it is answered, and reports all that is answered as sent.</summary>
    private static Taken Insist(TrustedService service, byte[] request, FullStore full)
    {
        var wasFull = full.WasFull;
        var taken = service.Take(request, Life.Now);
        if (taken.Rejection is Rejection.Busy)
        {
            Assert.Equal(new Rejection.Busy(null), taken.Rejection);
            Assert.Equal((false, true), (wasFull, full.WasFull));
            Assert.Empty(taken.Answers);
            taken = service.Take(request, Life.Now);
        }

        Assert.True(taken.Rejection is null or Rejection.BadSignature);
        foreach (var answer in taken.Answers)
        {
            service.Sent(answer);
        }

        // Anything at all: what could not be noted before is noted now.
        service.Take(Wire.Encode(new Value.Name("x")), Life.Now);
        return taken;
    }

    private TrustedService Reopen(string id, Policy? policy = null)
    {
        store.Dispose();
        store = SqliteStore.Open(folder["store.db"], "test");
        return Serve(id, policy);
    }

    private TrustedService Serve(string id, Policy? policy = null) =>
        new(World.Trusted(World.Entry(id)).Execution, store, policy ?? new Policy.Open(0));
}
