using System.Diagnostics;
using FairExchange.Applications.Certificates;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Cli;

public class JudgeTests
{
    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void What_simulate_writes_is_accepted_and_every_changed_byte_is_noticed(string suite)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllText(folder["in/mail"], "a mail");
        Assert.Equal(0, Shell.Run(
            "simulate", "fair-cem", "honest-ecs", "--alice", "honest", "--exchanges", "1", "--suite", suite, "--messages", folder["in"],
            "--evidence", folder["held"]).Code);

        var files = Directory.GetFiles(folder["held"]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            ["fair-cem.honest.honest.reliable.receipt-of-A.evidence", "honest-ecs.honest.honest.reliable.contract-of-A.evidence",
                "honest-ecs.honest.honest.reliable.contract-of-B.evidence"],
            files.Select(Path.GetFileName));
        foreach (var file in files)
        {
            var accepted = Shell.Run("judge", file);
            Assert.Equal((0, ""), (accepted.Code, accepted.Error));
            Assert.StartsWith("accepted: ", accepted.Output, StringComparison.Ordinal);
            NoChangedByteGoesUnnoticed(folder, File.ReadAllBytes(file), accepted.Lines);
        }
    }

    [Fact]
    public void A_key_that_the_judge_knows_from_elsewhere_decides()
    {
        using var folder = new TemporaryFolder();
        var file = Receipt(folder);
        var said = Shell.Run("judge", file);
        var pins = said.Lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Contains('=', StringComparison.Ordinal))
            .Select(line => line.Trim()).ToList();
        // Alice's key is in the file too, and a receipt that names her is worth as much whatever her key is.
        Assert.Contains("Alice", EvidenceFile.TryRead(File.ReadAllBytes(file), World.Entry, out _)!.Keys.Entries.Keys);
        Assert.Equal(["Bob", "VPO"], pins.Select(pin => pin.Split('=')[0]));

        Assert.Equal(said, Shell.Run(["judge", file, .. pins.SelectMany(pin => new[] { "--key", pin })]));
        Assert.Equal(0, Shell.Run("judge", file, "--key", $"Bob={pins[0][4..].ToUpperInvariant()}", "--key", pins[1]).Code);

        var wrong = Shell.Run("judge", file, "--key", pins[1], "--key", $"Bob={pins[1][4..]}");
        Assert.Equal((1, ""), (wrong.Code, wrong.Error));
        Assert.StartsWith("refused: the key of Bob is ", wrong.Output, StringComparison.Ordinal);
        var absent = Shell.Run("judge", file, "--key", $"Carol={pins[0][4..]}");
        Assert.Equal(1, absent.Code);
        Assert.Contains("not in the evidence", absent.Output, StringComparison.Ordinal);
        Shell.Run("judge", file, "--key", "Bob").AssertMisused("--key is 'Bob'");
        Shell.Run("judge", file, "--key", "Bob=12").AssertMisused("64 hexadecimal digits");
        Shell.Run("judge", file, "--key", $"Bob={new string('z', 64)}").AssertMisused("64 hexadecimal digits");
    }

    /// <summary>
    /// Alice encrypts under a key of her own and calls it the post office's. Bob signs, for nobody sees that in Z; the post office can open
    /// nothing; and what she shows is right but for that key, so who pins Bob's alone has pinned too little.
    /// </summary>
    [Fact]
    public void A_receipt_under_a_trusted_partys_key_of_the_holders_own_making_is_refused_by_whoever_pins_keys()
    {
        var (world, protocol) = (World.Of("p256"), World.Entry("fair-cem"));
        var forged = world.Directory.With("VPO", world.KeysOf("Trudy"));
        var z = world.As("Alice", protocol, forged)
            .Encrypt(new Value.Name("VPO"), new Value.Tuple([World.Alice, World.Bob, World.Mail]), World.Coins(1))!;
        var (bob, effects) = world.Start(protocol, protocol.Second).Session.Receive(Wire.Encode(new Value.Tuple([World.Alice, z])));
        var signed = Assert.IsType<Value.Signature>(effects.OfType<Effect.Send>().Single().Message);
        var resolve = bob.TimeOut().Effects.OfType<Effect.Send>().Single();
        Assert.IsType<Rejection.DoesNotOpen>(world.Trusted(protocol).Receive(resolve.Message).Effects.OfType<Effect.Rejected>()
            .Single().Reason);

        using var folder = new TemporaryFolder();
        var receipt = new Evidence(
            protocol, protocol.ItemOf(protocol.First), new Value.Tuple([World.Alice, World.Bob, World.Mail, World.Coins(1), signed]));
        File.WriteAllBytes(folder["receipt"], EvidenceFile.Of(world.Suite, receipt, forged).Write());
        var (bobs, offices) = ($"Bob={world.Directory.Fingerprint("Bob")}", $"VPO={world.Directory.Fingerprint("VPO")}");

        var bobsAlone = Shell.Run("judge", folder["receipt"], "--key", bobs);
        Assert.Equal((1, $"refused: it rests on the key of VPO too ({forged.Fingerprint("VPO")}), which no --key speaks of\n"),
            (bobsAlone.Code, bobsAlone.Output));
        var both = Shell.Run("judge", folder["receipt"], "--key", bobs, "--key", offices);
        Assert.Equal(1, both.Code);
        Assert.StartsWith("refused: the key of VPO is ", both.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'FILE' missing", "judge")]
    [InlineData("no-such-file cannot be read", "judge", "no-such-file")]
    [InlineData("the name of a file or folder is empty", "judge", "")]
    [InlineData("'more'", "judge", "no-such-file", "more")]
    public void Whatever_is_wrong_takes_one_line(string said, params string[] args) => Shell.Run(args).AssertMisused(said);

    [Fact]
    public void Whatever_is_no_evidence_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Receipt(folder));
        Shell.Run("judge", folder["."]).AssertMisused("cannot be read");
        Check([], "is not an evidence file");
        Check("plain text"u8.ToArray(), "is not an evidence file");
        Check([.. whole, 0], "has more bytes");
        Check(new byte[EvidenceFile.MaximumSize + 1], "is larger than");
        Check(new byte[CertifiedEvidence.MaximumSize + 1], "too large");
        Assert.All(Enumerable.Range(0, whole.Length).Where(length => length % 7 == 0),
            length => Check(whole[..length], "is not an evidence file"));

        void Check(byte[] bytes, string said)
        {
            File.WriteAllBytes(folder["bad"], bytes);
            Shell.Run("judge", folder["bad"]).AssertMisused(said);
        }
    }

    /// <summary>As in curl ... | fairexchange judge /dev/stdin: a pipe has no length.</summary>
    [Fact]
    public void Evidence_may_come_through_a_pipe()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var file = Receipt(folder);
        using var judge = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "fairexchange.dll"), "judge", "/dev/stdin"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        judge.StandardInput.BaseStream.Write(File.ReadAllBytes(file));
        judge.StandardInput.Close();
        Assert.True(judge.WaitForExit(TimeSpan.FromSeconds(60)));

        Assert.Equal((0, Shell.Run("judge", file).Output), (judge.ExitCode, judge.StandardOutput.ReadToEnd()));
    }

    [Fact]
    public void A_receipt_for_bulk_goods_is_decided_with_the_goods_beside_it_and_with_no_others()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run(
            "simulate", "fair-cem-bulk-bound", "--alice", "honest", "--exchanges", "1", "--evidence", folder["held"]).Code);
        var receipt = Directory.GetFiles(folder["held"], "*.evidence").Single();

        var accepted = Shell.Run("judge", receipt, "--goods", $"{receipt}.goods");
        Assert.Equal((0, ""), (accepted.Code, accepted.Error));
        Assert.StartsWith("accepted: Bob received message of SHA-256 ", accepted.Output, StringComparison.Ordinal);

        var without = Shell.Run("judge", receipt);
        Assert.Equal((1, ""), (without.Code, without.Error));
        Assert.Contains("give them with --goods", without.Output, StringComparison.Ordinal);
        var changed = File.ReadAllBytes($"{receipt}.goods");
        changed[^1] ^= 1;
        File.WriteAllBytes(folder["changed"], changed);
        Assert.Equal(without, Shell.Run("judge", receipt, "--goods", folder["changed"]));
        Shell.Run("judge", receipt, "--goods", folder["nowhere"]).AssertMisused("cannot be read");
    }

    private static string Receipt(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["in"]);
        File.WriteAllText(folder["in/mail"], "a mail");
        Assert.Equal(0, Shell.Run("simulate", "fair-cem", "--alice", "honest", "--exchanges", "1", "--messages", folder["in"], "--evidence",
            folder["held"]).Code);
        return Assert.Single(Directory.GetFiles(folder["held"]));
    }

    /// <summary>
    /// Refused, or no evidence, or the fingerprint of a key shows it; but where it is in a key that nothing rests on, which is not shown.
    /// </summary>
    private static void NoChangedByteGoesUnnoticed(TemporaryFolder folder, byte[] whole, IEnumerable<string> accepted)
    {
        var chance = new Chance(1, "bytes", $"{whole.Length}");
        for (var i = 0; i < whole.Length; i += 3)
        {
            var changed = whole.ToArray();
            changed[i] ^= (byte)(1 + chance.Below(255));
            File.WriteAllBytes(folder["changed"], changed);

            var run = Shell.Run("judge", folder["changed"]);

            Assert.True(run.Code is 0 or 1 or 2);
            Assert.Equal(run.Code == 2, run.Error.Length > 0);
            if (run.Code == 0)
            {
                Assert.Equal(accepted.First(), run.Lines[0]);
                Assert.True(!accepted.SequenceEqual(run.Lines) || Unshown(whole, run.Lines) != Unshown(changed, run.Lines), $"byte {i}");
            }
        }
    }

    /// <summary>The keys in the file that the judge does not speak of.</summary>
    private static string Unshown(byte[] file, IEnumerable<string> lines) =>
        string.Join(' ', EvidenceFile.TryRead(file, World.Entry, out _)!.Keys is var keys
        ? keys.Entries.Keys.Where(name => !lines.Any(line => line.StartsWith($"  {name}=", StringComparison.Ordinal)))
            .Select(name => $"{name}={keys.Fingerprint(name)}") : []);
}
