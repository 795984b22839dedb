using FairExchange.Applications.Service;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Applications.Service;

/// <summary>A trusted party that has aborted resolves no more, and the other way round, whatever it dies of in between.</summary>
public sealed class RegisterServiceTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(World.NowMs);
    private readonly TemporaryFolder folder = new();
    private SqliteStore store;

    public RegisterServiceTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_entered_first_stands_for_the_next_process_too(bool isAbortFirst)
    {
        var (abort, resolve) = Requests();
        var (first, second) = isAbortFirst ? (abort, resolve) : (resolve, abort);

        var word = Assert.Single(Reopen().Take(Wire.Encode(first), Now).Answers).Label;
        var later = Assert.Single(Reopen().Take(Wire.Encode(second), Now).Answers).Label;

        Assert.Equal(isAbortFirst ? "a2" : "r2", word);
        Assert.Equal(word, later);
        Assert.Equal(word, Assert.Single(Reopen().Take(Wire.Encode(first), Now).Answers).Label);
    }

    /// <summary>Each signature of the same has other bytes, and is the same key.</summary>
    [Fact]
    public void A_key_that_was_signed_anew_is_the_same_key()
    {
        var (_, resolve) = Requests();
        var m1 = (Value.Signature)resolve.Items[2];
        var again = World.As("Alice", World.Entry("asw")).Sign(m1.Body);
        Reopen().Take(Wire.Encode(resolve), Now);

        Assert.NotEqual(m1.Proof, again.Proof);
        Assert.Equal("r2", Assert.Single(Reopen().Take(Wire.Encode(Abort(again)), Now).Answers).Label);
    }

    /// <summary>Alice's abort of a run, and Bob's request to resolve that very run.</summary>
    private static (Value.Tuple Abort, Value.Tuple Resolve) Requests()
    {
        var resolve = Pump.Run(World, World.Entry("asw"), null, "m3").Requests.Select(request => Wire.TryDecode(request.Bytes))
            .OfType<Value.Tuple>().First(request => request.Items.Length == 4);
        return (Abort((Value.Signature)resolve.Items[2]), resolve);
    }

    private static Value.Tuple Abort(Value.Signature m1) =>
        new([World.Alice, World.As("Alice", World.Entry("asw")).Sign(new Value.Tuple([new Value.Tag("abort"), m1]))]);

    private TrustedService Reopen()
    {
        store.Dispose();
        store = SqliteStore.Open(folder["store.db"], "test");
        return Serve();
    }

    private TrustedService Serve() => new(World.Trusted(World.Entry("asw")).Execution, store, new Policy.Open(0));
}
