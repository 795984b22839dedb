using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Cli.Serving;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Cli;

/// <summary>Certificates that begin and end while a post office serves.</summary>
public sealed class ServedCertificatesTests : IDisposable
{
    private static readonly Protocol Protocol = World.Entry("fair-cem-named");
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private byte coins;

    public ServedCertificatesTests()
    {
        Issue("CitiCorp", 0, "--trusted-party");
        Issue("Alice", 0);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Who_has_a_certificate_that_ends_while_it_is_served_is_served_no_more_and_answered_what_is_owed()
    {
        Issue("Bob", -60);
        var first = Resolve("Bob");
        var (run, replies) = Serve(Now(first), After(40, Resolve("Bob")), Now(Resolve("Alice")), Now(first));
        Assert.Equal(0, run.Code);
        Assert.Equal(["Taken", "Rejected", "Taken", "Taken"], Outcomes(replies));
        Assert.Equal(6, replies.OfType<Reply.Send>().Count());
        Assert.Contains($"left out: {folder["bank/Bob.pem"]}", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_set_back_revives_no_certificate()
    {
        Issue("Bob", -60);
        var before = clock.Now;
        clock.Pass(TimeSpan.FromDays(40));
        Assert.Equal(["Taken"], Outcomes(Serve(Now(Resolve("Alice"))).Replies));
        clock.Now = before;
        Assert.Equal(["Rejected"], Outcomes(Serve(Now(Resolve("Bob"))).Replies));
    }

    [Fact]
    public void A_post_office_stops_when_its_own_certificate_ends()
    {
        var (run, replies) = Serve(Now(Resolve("Alice")), After(100, Resolve("Alice")));
        Assert.Equal(2, run.Code);
        Assert.Equal(["Taken"], Outcomes(replies));
        Assert.Contains($"fairexchange: {folder["bank/CitiCorp.pem"]}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_a_certificate_that_is_still_to_begin_is_served_from_then_on()
    {
        Issue("Bob", 2);
        Assert.Equal(["Rejected", "Taken"], Outcomes(Serve(Now(Resolve("Bob")), After(3, Resolve("Bob"))).Replies));
    }

    /// <summary>The list is critical: by that certificate nobody else may be used.</summary>
    [Theory]
    [InlineData("Rejected", "Fed")]
    [InlineData("Taken", "Fed,CitiCorp")]
    public void Who_recognises_others_only_is_not_served(string outcome, string recognised)
    {
        Issue("Bob", 0, "--recognises", "Fed", "--for", $"certified-mail={recognised}", "--only");
        Assert.Equal([outcome], Outcomes(Serve(Now(Resolve("Bob"))).Replies));
    }

    private static string[] Outcomes(IEnumerable<Reply> replies) =>
        [.. replies.Where(reply => reply is Reply.Taken or Reply.Rejected).Select(reply => reply.GetType().Name)];

    private static (Action Before, byte[] Frame) Now(byte[] request) => (() => { }, request);

    private (Action Before, byte[] Frame) After(int days, byte[] request) => (() => clock.Pass(TimeSpan.FromDays(days)), request);

    private void Issue(string name, int days, params string[] options)
    {
        var at = new SettableClock(clock.Now.AddDays(days));
        Assert.Equal(0, Shell.Run(context => context with { Clock = at }, ["certificate", "issue", folder["bank"], name, .. options]).Code);
    }

    private byte[] Resolve(string by)
    {
        var owners = new[] { "CitiCorp",
            by }.Select(name => PrivateKeyFile.TryRead(File.ReadAllText(folder[$"bank/{name}.key"], Encoding.UTF8), Suite.P256, name)!)
            .ToList();
        var operations = new SuiteOperations(Suite.P256, Protocol, KeyDirectory.Of(owners), owners[1]);
        var z = operations.Encrypt(
            new Value.Name("CitiCorp"), new Value.Tuple([new Value.Name("Alice"), new Value.Name(by), World.Mail]), World.Coins(++coins))!;
        return Wire.Encode(new Value.Tuple([new Value.Name(by), z, operations.Sign(z)]));
    }

    private (Shell Run, List<Reply> Replies) Serve(params (Action Before, byte[] Frame)[] turns)
    {
        using var input = new FramesInTurn(turns);
        using var output = new MemoryStream();
        var run = Shell.Run(
            context => context with { Incoming = input, Outgoing = output, Clock = clock },
            ["serve", "--protocol", Protocol.Id, "--store", folder["po.db"], "--keys", folder["bank/CitiCorp.key"], "--certificates",
                folder["bank"]]);
        return (run, ServeClockTests.Replies(output));
    }
}
