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
    [InlineData("no-such-folder/x.db cannot be used as a store", "serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", "no-such-folder/x.db")]
    public void Whatever_is_wrong_takes_one_line_and_makes_no_store(string said, params string[] args)
    {
        Shell.Run(args).AssertMisused(said);
        Assert.False(File.Exists("x.db"));
    }

    [Fact]
    public void Another_partys_store_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"]).Code);
        Shell.Run("serve", "--protocol", "ecs0", "--insecure-seed", "1", "--store", folder["po.db"]).AssertMisused("is the store of PO of cem0, p256, key ");
        Shell.Run("serve", "--protocol", "cem0", "--insecure-seed", "2", "--store", folder["po.db"]).AssertMisused("is the store of PO of cem0, p256, key ");
    }

    [Fact]
    public void Ctrl_C_ends_a_wait_for_requests()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        using var silence = new Silence();
        var run = Shell.Run(around => around with { Incoming = silence, Cancellation = stop.Token }, "serve", "--protocol", "cem0", "--insecure-seed", "1", "--store", folder["po.db"]);
        Assert.Equal((130, "fairexchange: interrupted\n"), (run.Code, run.Error));
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
