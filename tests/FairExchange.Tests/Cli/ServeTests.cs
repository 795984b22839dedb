using FairExchange.Cli.Serving;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Values;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Cli;

public class ServeTests
{
    [Theory]
    [InlineData("'--store' is required", "serve", "--protocol", "cem0")]
    [InlineData("honest-cem has no trusted party that could serve", "serve", "--protocol", "honest-cem", "--store", "x.db")]
    [InlineData("cem0 has no trusted party 'VPO'; there is PO", "serve", "--protocol", "cem0", "--role", "VPO", "--store", "x.db")]
    [InlineData("there are open, subscribers, surcharge", "serve", "--protocol", "cem0", "--store", "x.db", "--policy", "free")]
    [InlineData("needs --others", "serve", "--protocol", "cem0", "--store", "x.db", "--policy", "surcharge")]
    [InlineData("--others goes with", "serve", "--protocol", "cem0", "--store", "x.db", "--others", "5")]
    [InlineData("VPO serves subscribers only", "serve", "--protocol", "fair-cem-subscribed", "--store", "x.db", "--policy", "open")]
    [InlineData("NAME=YYYY-MM-DD is wanted", "serve", "--protocol", "cem0", "--store", "x.db", "--subscriber", "Bob=soon")]
    [InlineData("--at-cost is '-1'", "serve", "--protocol", "cem0", "--store", "x.db", "--at-cost", "-1")]
    [InlineData("no bytes to serve", "serve", "--protocol", "cem0", "--store", "x.db", "--insecure-seed", "1", "--suite", "symbolic")]
    [InlineData("no-such-folder/x.db cannot be used as a store", "serve", "--protocol", "cem0", "--insecure-seed", "1", "--store",
        "no-such-folder/x.db")]
    public void Whatever_is_wrong_takes_one_line_and_makes_no_store(string said, params string[] args)
    {
        Shell.Run(args).AssertMisused(said);
        Assert.False(File.Exists("x.db"));
    }

    [Theory]
    [InlineData("--keys is wanted", "fair-cem-named")]
    [InlineData("--keys and --insecure-seed do not go together", "fair-cem-named", "--keys", "k", "--insecure-seed", "1")]
    [InlineData("--suite goes with --insecure-seed", "fair-cem-named", "--keys", "k", "--suite", "p256")]
    [InlineData("--certificates goes with --keys", "fair-cem-named", "--insecure-seed", "1", "--certificates", "d")]
    [InlineData("does not show who asks, so nobody can be charged", "cem0", "--insecure-seed", "1", "--at-cost", "1")]
    [InlineData("does not show who asks, so nobody can be charged", "fair-cem-subscribed", "--insecure-seed", "1", "--at-cost", "1")]
    [InlineData("or serve cem0-signed-request or fair-cem-signed-request", "fair-cem", "--insecure-seed", "1", "--policy", "surcharge",
        "--others", "1")]
    public void Nobody_is_served_or_charged_for_whom_there_are_no_keys_or_no_signature(string said, string id, params string[] args)
    {
        Shell.Run(["serve", "--protocol", id, "--store", "x.db", .. args]).AssertMisused(said);
        Assert.False(File.Exists("x.db"));
    }

    [Theory]
    [InlineData("within the length of a frame, after 2 of its 4 bytes", 0, 0)]
    [InlineData("within a frame, after 2 of its 5 bytes", 0, 0, 0, 5, 1, 2)]
    [InlineData("within a frame, after 0 of its 5 bytes", 0, 0, 0, 1, 7, 0, 0, 0, 5)]
    [InlineData("within a frame, after 1 of its 4294967295 bytes", 255, 255, 255, 255, 7)]
    public void Input_that_ends_within_a_frame_is_said(string said, params int[] input)
    {
        using var folder = new TemporaryFolder();
        var bytes = input.Select(number => (byte)number).ToArray();
        Shell.Run(context => context with { Incoming = new MemoryStream(bytes) }, "serve", "--protocol", "cem0", "--insecure-seed", "1",
            "--store", folder["po.db"]).AssertMisused(said);
    }

    [Fact]
    public void A_clock_before_the_time_that_the_store_has_seen_is_said()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"]];
        var letter = Wire.Encode(new Value.Tuple([new Value.Name("Alice"), new Value.Name("Bob"), new Value.Message(default)]));
        using var frame = new MemoryStream();
        Frames.Write(frame, letter);
        frame.Position = 0;

        var run = Shell.Run(context => context with { Incoming = frame, Clock = new At(2030) }, args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        run = Shell.Run(context => context with { Clock = new At(2029) }, args);
        Assert.Equal((0, "the clock shows 2029-01-01T00:00:00Z, and the store has seen 2030-01-01T00:00:00Z: that counts until the "
            + "clock is there\n"), (run.Code, run.Error));
    }

    [Fact]
    public void Another_partys_store_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"]).Code);
        Shell.Run("serve", "--protocol", "ecs0", "--insecure-seed", "1", "--store", folder["po.db"])
            .AssertMisused("is the store of PO of cem0, p256, key ");
        Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "2", "--store", folder["po.db"])
            .AssertMisused("is the store of PO of cem0, p256, key ");
    }

    /// <summary>
    /// By another definition of the same name, what the ledger and the archive have would be taken for what it never was.
    /// </summary>
    [Fact]
    public void A_store_of_another_definition_of_the_same_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["serve", "--protocol", "posted", "--insecure-seed", "1", "--store", folder["po.db"]];
        Assert.Equal(0, Shell.RunOn(Posted(Tuple(A, B, M)), args).Code);
        Assert.Equal(0, Shell.RunOn(Posted(Tuple(A, B, M)), args).Code);
        Shell.RunOn(Posted(Tuple(B, A, M)), args).AssertMisused("po.db is the store of PO of posted, p256, key ");

        static Protocol Posted(Term request) => new ProtocolDefinition("posted", "Posted", section: "tests").About(M)
            .Channel(A, PO, Assurance.Resilient).Channel(PO, B, Assurance.Resilient).Channel(B, A, Assurance.Lossy)
            .Party(A, knows: [B], a => a.Fresh(M).Send("A1", PO, request).Receive("B1", Sign(B, M)))
            .Party(B, knows: [A], b => b.Receive("PO1", M).Send("B1", A, Sign(B, M)))
            .Trusted(PO, po => po.Receive("A1", request).Send("PO1", B, M))
            .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}").Wants(B, "message", M)
            .Build();
    }

    [Fact]
    public void Ctrl_C_ends_a_wait_for_requests()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var silence = new Silence();
        var run = Shell.Run(context => context with { Incoming = silence, Cancellation = stop.Token }, "serve", "--protocol", "cem0",
            "--insecure-seed", "1", "--store", folder["po.db"]);
        Assert.Equal((130, "fairexchange: interrupted\n"), (run.Code, run.Error));
    }

    private sealed class At(int year) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>An input on which nothing comes, and whose read nobody can call off; it ends with the test.</summary>
    private sealed class Silence : MemoryStream
    {
        private readonly ManualResetEventSlim end = new();

        public override int Read(byte[] buffer, int offset, int count)
        {
            end.Wait();
            return 0;
        }

        public override int Read(Span<byte> buffer)
        {
            end.Wait();
            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            end.Set();
            base.Dispose(disposing);
        }
    }
}
