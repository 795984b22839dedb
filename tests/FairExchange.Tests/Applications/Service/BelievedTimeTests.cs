using FairExchange.Applications.Service;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>What makes a trusted party believe that it is so late.</summary>
public sealed class BelievedTimeTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private static readonly Policy AtCost = new Policy.Open(5);
    private readonly TemporaryFolder folder = new();
    private SqliteStore store;

    public BelievedTimeTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    /// <summary>One moment of a wrong clock, in which anybody sends anything.</summary>
    [Fact]
    public void What_cannot_be_taken_moves_no_time_and_forgets_nothing()
    {
        var run = Pump.Run(World, World.Entry("cem0-signed-request"));
        var service = Serve("cem0-signed-request", AtCost);
        service.Take(run.Requests[0].Bytes, Life.Now);
        var later = Life.Now.AddYears(1);
        foreach (var junk in (Value[])[new Value.Name("x"), World.Mail,
            new Value.Signature(World.Bob, World.Mail, new Bytes(new byte[64]))])
        {
            Assert.NotNull(service.Take(Wire.Encode(junk), later).Rejection);
        }

        Assert.IsType<Rejection.Malformed>(service.Take(new byte[] { 0x82 }, later).Rejection);
        Assert.Equal((Life.Now, 1), (service.Latest, service.Unfinished.Open));
        service = Reopen("cem0-signed-request", AtCost);
        Assert.Equal((Life.Now, 1), (service.Latest, service.Unfinished.Open));
        Assert.Equal("Alice", Assert.Single(service.Take(run.Requests[1].Bytes, Life.Now.AddMinutes(1)).Answers).To);
        Assert.Null(service.Take(Pump.Run(World, World.Entry("cem0-signed-request")).Requests[0].Bytes, Life.Now).Rejection);
    }

    /// <summary>Nor does a name that anybody writes on a letter, and that never was a subscriber's.</summary>
    [Fact]
    public void Who_never_subscribed_moves_no_time()
    {
        store.Subscribe("Alice", Life.Now.AddDays(1));
        var service = Serve("cem0", new Policy.SubscribersOnly(0));
        Assert.Null(service.Take(Letter("Alice", 1), Life.Now).Rejection);
        Assert.IsType<Rejection.NotSubscribed>(service.Take(Letter("Mallory", 1), Life.Now.AddYears(1)).Rejection);
        Assert.Equal((Life.Now, 1), (service.Latest, service.Unfinished.Open));
        Assert.Null(service.Take(Letter("Alice", 2), Life.Now).Rejection);
    }

    [Fact]
    public void What_answers_only_what_has_ended_is_too_late()
    {
        var run = Pump.Run(World, World.Entry("cem0"));
        var service = Serve("cem0");
        service.Take(run.Requests[0].Bytes, Life.Now);
        Assert.Single(service.PendingAt(Life.Now.AddDays(30)));
        Assert.Empty(service.PendingAt(Life.Now.AddDays(31)));
        Assert.Equal(Life.Now, service.Latest);

        Assert.IsType<Rejection.TooLate>(service.Take(run.Requests[1].Bytes, Life.Now.AddDays(31)).Rejection);
        Assert.Equal(0, service.Unfinished.Open);
        Assert.Empty(store.Archive());
        Assert.Equal(Life.Now.AddDays(31), Reopen("cem0").Latest);
    }

    private static byte[] Letter(string from, int number) =>
        Wire.Encode(new Value.Tuple([new Value.Name(from), World.Bob, new Value.Message(new Bytes(BitConverter.GetBytes(number)))]));

    private TrustedService Reopen(string id, Policy? policy = null)
    {
        store.Dispose();
        store = SqliteStore.Open(folder["store.db"], "test");
        return Serve(id, policy);
    }

    private TrustedService Serve(string id, Policy? policy = null) =>
        new(World.Trusted(World.Entry(id)).Execution, store, policy ?? new Policy.Open(0));
}
