using FairExchange.Applications.Uses;

namespace FairExchange.Tests.Cli;

public class DemoTests
{
    /// <summary>Each demonstration with its files: what the judge's exit code is, and how his first line begins.</summary>
    private static readonly (string Use, string File, int Code, string Said)[] Files =
    [
        ("check", "check.evidence", 0, "accepted: Bob received from Alice check no. 17 for 250.00 EUR, drawn by Alice on 2026-01-15"),
        ("check", "altered.evidence", 1, "refused: E_VPO(A, B, M; r) does not open"),
        ("notice", "served.evidence", 0,
            "accepted: Bob received from Alice the notice 'Your option on lot 7 ends on 31 March' (due by 2026-01-31T12:00:00.000Z), by "
            + "2026-01-31T09:58:00.000Z"),
        ("notice", "late.evidence", 1, "accepted: Bob received from Alice the notice"),
        ("notice", "backdated.evidence", 1, "refused: T has another value"),
        ("sale", "sale.evidence", 0, "accepted: Bob received from Alice birthday.abc (123 bytes) for Bob's order no. 1001 at 9.99 USD"),
        ("sale", "other.evidence", 1, "accepted: Bob received from Alice birthday.abc (12 bytes) for"),
        ("sale", "forged.evidence", 1, "refused: SIG_B(E_VPO(A, B, M; r)) is not signed by the one who is said to have signed"),
    ];

    public static TheoryData<string, string, string> UsesConductsAndSuites
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (use, stops, suite) in
                from use in new[] { "check", "notice", "sale" }
                from stops in new[] { "nobody", "sender", "recipient" }
                from suite in new[] { "p256", "curve25519" }
                select (use, stops, suite))
            {
                data.Add(use, stops, suite);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(UsesConductsAndSuites))]
    public void Each_demonstration_leaves_evidence_that_the_judge_decides_as_it_says(string use, string stops, string suite)
    {
        using var folder = new TemporaryFolder();
        var run = Shell.Run("demo", use, "--stops", stops, "--suite", suite, "--out", folder["out"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(stops == "nobody" ? "VPO took no part." : "VPO took part.", run.Lines);
        var files = Files.Where(file => file.Use == use).ToList();
        Assert.Equal(files.Select(file => file.File).Order(StringComparer.Ordinal),
            Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (_, file, code, said) in files)
        {
            var path = Path.Combine(folder["out"], file);
            var judged = Shell.Run("judge", path);
            Assert.Equal((code, ""), (judged.Code, judged.Error));
            Assert.StartsWith(said, judged.Output, StringComparison.Ordinal);
            // What the demonstration has told is what the judge says.
            Assert.Contains($"  {judged.Lines[0]}", run.Lines);
            Assert.Contains($"  fairexchange judge {path}", run.Lines);
        }
    }

    [Theory]
    [InlineData("check", "p256")]
    [InlineData("check", "curve25519")]
    [InlineData("notice", "p256")]
    [InlineData("sale", "p256")]
    public void The_same_seed_gives_the_same_bytes_and_another_gives_others(string use, string suite)
    {
        using var folder = new TemporaryFolder();
        foreach (var (seed, name) in new[] { ("7", "one"), ("7", "two"), ("8", "three") })
        {
            Assert.Equal(0, Shell.Run("demo", use, "--suite", suite, "--seed", seed, "--out", folder[name]).Code);
        }

        foreach (var file in Directory.GetFiles(folder["one"]).Select(Path.GetFileName))
        {
            Assert.Equal(File.ReadAllBytes(folder[$"one/{file}"]), File.ReadAllBytes(folder[$"two/{file}"]));
            Assert.NotEqual(File.ReadAllBytes(folder[$"one/{file}"]), File.ReadAllBytes(folder[$"three/{file}"]));
        }
    }

    [Fact]
    public void The_judge_answers_what_can_be_said_against_the_message()
    {
        using var folder = new TemporaryFolder();
        Assert.All(["check", "notice", "sale"], use => Assert.Equal(0, Shell.Run("demo", use, "--out", folder[use]).Code));

        Answers("check/check.evidence", "I never got it? No", "I never drew it? No", "it was for another amount? No");
        Answers("notice/served.evidence", "I never got it? No", "it came too late? No");
        Answers("notice/late.evidence", "I never got it? No", "it came too late? Not refuted");
        Answers("sale/sale.evidence", "I never got it? No", "I never asked for it? No", "it is not what I ordered? No");
        Answers("sale/other.evidence", "I never got it? No", "I never asked for it? No", "it is not what I ordered? Not refuted");

        void Answers(string file, params string[] expected) => Assert.Equal(
            expected,
            Shell.Run("judge", folder[file]).Lines.Where(line => line.StartsWith("  \"", StringComparison.Ordinal))
                .Select(line => line.Trim().Replace("\"", "", StringComparison.Ordinal).Split(':')[0]));
    }

    [Fact]
    public void A_check_that_has_been_paid_is_not_paid_again()
    {
        using var folder = new TemporaryFolder();
        Shell.Run("demo", "check", "--out", folder["a"]);
        Shell.Run("demo", "check", "--out", folder["b"], "--amount", "99.00 EUR");
        Shell.Run("demo", "check", "--out", folder["c"], "--number", "18");
        Shell.Run("demo", "sale", "--out", folder["sale"]);
        var check = folder["a/check.evidence"];

        Assert.Equal(0, Shell.Run("judge", check, "--paid", folder["c/check.evidence"]).Code);
        Assert.Equal(new Shell(1, "refused: check no. 17 for 250.00 EUR, drawn by Alice on 2026-01-15 has been paid\n", ""),
            Shell.Run("judge", check, "--paid", folder["c/check.evidence"], "--paid", check));
        Assert.Equal(
            new Shell(1, "refused: check no. 17 for 99.00 EUR, drawn by Alice on 2026-01-15 has been paid, and no number is drawn twice\n",
                ""),
            Shell.Run("judge", check, "--paid", folder["b/check.evidence"]));
        Shell.Run("judge", check, "--paid", folder["a/altered.evidence"])
            .AssertMisused("altered.evidence shows no check that the judge accepts");
        // Whoever makes up keys of the same names makes up a check that has been "paid".
        Assert.Equal(0, Shell.Run("demo", "check", "--seed", "99", "--out", folder["forged"]).Code);
        Shell.Run("judge", check, "--paid", folder["forged/check.evidence"])
            .AssertMisused("shows no check that the judge accepts by the same keys");
        Shell.Run("judge", check, "--paid", folder["sale/sale.evidence"]).AssertMisused("shows no check");
        Shell.Run("judge", folder["sale/sale.evidence"], "--paid", check).AssertMisused("--paid goes with evidence of a check");
    }

    [Fact]
    public void Own_files_names_and_sums_are_delivered()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["program.bin"], [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))]);
        File.WriteAllText(folder["notice.txt"], "Zürich, 15. Januar\n");

        Assert.Equal(0, Shell.Run("demo", "sale", "--goods", folder["program.bin"], "--price", "1200 JPY", "--number", "5", "--from",
            "Producer", "--to", "Consumer", "--out", folder["sale"]).Code);
        Assert.StartsWith(
            "accepted: Consumer received from Producer program.bin (100000 bytes) for Consumer's order no. 5 at 1200 JPY\n",
            Shell.Run("judge", folder["sale/sale.evidence"]).Output, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("demo", "notice", "--subject", "Kündigung", "--text", folder["notice.txt"], "--date", "2027-05-01",
            "--due", "2027-05-02T00:00:00Z", "--out", folder["notice"]).Code);
        Assert.StartsWith(
            "accepted: Bob received from Alice the notice 'Kündigung' (due by 2027-05-02T00:00:00.000Z), by 2027-05-01T21:58:00.000Z\n",
            Shell.Run("judge", folder["notice/served.evidence"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_wrong_takes_one_line_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["empty"], []);
        File.WriteAllBytes(folder["latin1"], [0xe9, 0x0a]);
        using (var large = File.Create(folder["large"]))
        {
            large.SetLength(Good.Largest + 1);
        }

        Misused("command", "demo");
        Misused("--stops is 'carol'; there are nobody, sender, recipient", "demo", "check", "--stops", "carol");
        Misused("there is no suite with bytes 'symbolic'", "demo", "check", "--suite", "symbolic");
        Misused("--amount is '250 EUR'", "demo", "check", "--amount", "250 EUR");
        Misused("a number from 1 to 999999999999 is wanted", "demo", "check", "--number", "0");
        Misused("--date is '15.1.2026'", "demo", "check", "--date", "15.1.2026");
        Misused("--date is '1970-01-01'", "demo", "check", "--date", "1970-01-01");
        Misused("--from and --to are 'Bob' and 'Bob'", "demo", "check", "--from", "Bob");
        Misused("not VPO, the trusted party's", "demo", "check", "--from", "VPO");
        Misused("--from is '', and no name: it is empty", "demo", "check", "--from", "");
        Misused("--due is 'noon'", "demo", "notice", "--due", "noon");
        Misused("that is too soon after 2026-01-15T09:00:00.000Z", "demo", "notice", "--due", "2026-01-15T14:03:59Z");
        Misused("a time up to 9998 is wanted", "demo", "notice", "--due", "9999-01-01T00:00:00Z");
        Misused("--subject and --text", "demo", "notice", "--subject", "two\nlines");
        Misused("latin1 is not text in UTF-8", "demo", "notice", "--text", folder["latin1"]);
        Misused("large cannot be read: it is too large", "demo", "notice", "--text", folder["large"]);
        Misused("large cannot be read: it is too large", "demo", "sale", "--goods", folder["large"]);
        Misused("--goods: a file of 1 to", "demo", "sale", "--goods", folder["empty"]);
        Misused("none cannot be read", "demo", "sale", "--goods", folder["none"]);
        Misused("--price is 'free'", "demo", "sale", "--price", "free");
        Shell.Run("demo", "check", "--out", folder["empty/out"]).AssertMisused("is a file");
        Assert.Equal(["empty", "large", "latin1"], folder.Names);

        void Misused(string said, params string[] args) =>
            Shell.Run([.. args, .. args.Length > 1 ? new[] { "--out", folder["out"] } : []]).AssertMisused(said);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("notice")]
    [InlineData("sale")]
    public void Help_has_examples_and_fits(string use)
    {
        var help = Shell.Run("demo", use, "--help");
        Assert.Equal(0, help.Code);
        Assert.Contains($"Examples:\n  fairexchange demo {use}\n", help.Output, StringComparison.Ordinal);
        Assert.All(help.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }
}
