using System.Text;
using FairExchange.Experiments;
using FairExchange.Tests.Verification.Verdicts;
using FairExchange.Verification.Traces;

namespace FairExchange.Tests.Cli;

/// <summary>Texts as people's programs leave them, and what stands in them once too often.</summary>
public class TextInputTests
{
    private const string Parameters = "population:\n  exchanges_per_user_year: { value: 100, unit: exchanges }\n";

    [Theory]
    [InlineData("parameters")]
    [InlineData("calibration")]
    [InlineData("campaign parameters")]
    [InlineData("baseline")]
    [InlineData("trace")]
    [InlineData("certificate")]
    public void A_byte_order_mark_and_either_end_of_lines_change_nothing(string kind)
    {
        using var folder = new TemporaryFolder();
        var (text, read) = Readers(folder, kind);
        var plain = Run(text);

        Assert.InRange(plain.Code, 0, 1);
        Assert.Equal(plain, Run("\ufeff" + text));
        Assert.Equal(plain, Run("\ufeff" + text.ReplaceLineEndings("\r\n")));
        // One mark, at the start: a second one is a character like any other that nobody sees.
        Assert.Equal(2, Run("\ufeff\ufeff" + text).Code);

        Shell Run(string content)
        {
            File.WriteAllText(folder["text"], content, new UTF8Encoding(false));
            return read();
        }
    }

    [Theory]
    [InlineData("parameters")]
    [InlineData("campaign parameters")]
    [InlineData("baseline")]
    [InlineData("certificate")]
    public void Text_of_another_encoding_is_refused_as_that(string kind)
    {
        using var folder = new TemporaryFolder();
        var (text, read) = Readers(folder, kind);

        File.WriteAllText(folder["text"], text, Encoding.Unicode);
        read().AssertMisused("is text in UTF-16: save it as UTF-8");
    }

    [Theory]
    [InlineData(Parameters + "---\n" + Parameters, "line 3: a second document begins here")]
    [InlineData(Parameters + "...\nmore: 1\n", "line 4: a second document begins here")]
    [InlineData("population.exchanges_per_user_year: { value: 1, unit: exchanges }\n"
        + Parameters, "population.exchanges_per_user_year is given twice")]
    [InlineData(Parameters + "population:\n  users: { value: 1, unit: people }\n", "line 3")]
    [InlineData("a: !!]", "")]
    [InlineData("a: !<tag:x,y:%zz> 1", "")]
    [InlineData("%TAG ! tag:\n--- !a%\n", "")]
    [InlineData("%YAML 9.9\n---\na: 1", "")]
    [InlineData("a: \"\\xZZ\"", "")]
    [InlineData("a: \"\\UFFFFFFFF\"", "")]
    [InlineData("? [a]\n: 1", "")]
    [InlineData("\"\": { population: 1 }", "")]
    [InlineData("a: &b [*b]", "")]
    public void Parameters_that_are_not_one_document_with_each_once_are_refused(string yaml, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text"], yaml);

        Shell.Run("experiment", "run", "E6", "--params", folder["text"], "--out", folder["out"]).AssertMisused(said);
    }

    [Theory]
    [InlineData("A1,1", "more")]
    [InlineData("", ",1,1")]
    public void A_baseline_with_more_cells_than_columns_is_refused(string before, string after)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text"], FairExchange.Simulation.Reports.VerdictsCsv.Write([]) + before + after + "\n");

        Shell.Run("verify", "honest-cem", "--baseline", folder["text"]).AssertMisused("line 2: 9 cells are wanted");
    }

    [Fact]
    public void What_an_option_says_for_one_thing_twice_is_refused()
    {
        using var folder = new TemporaryFolder();
        var (key, other) = (new string('a', 64), new string('b', 64));

        Shell.Run("certificate", "issue", folder["bank"], "Dan", "--for", "certified-mail=VPO", "--for", "certified-mail=Fed")
            .AssertMisused("--for certified-mail is given twice");
        Shell.Run("judge", "none", "--key", $"Bob={key}", "--key", $"Bob={other}").AssertMisused("--key Bob is given twice");
        Shell.Run("serve", "--protocol", "cem0", "--store", folder["store"], "--subscriber", "Bob=2030-01-01", "--subscriber",
            "Bob=2031-01-01").AssertMisused("--subscriber Bob is given twice");
        Shell.Run("cutoff", "--margin", "wait=1", "--margin", "wait=2").AssertMisused("--margin wait is given twice");
        Shell.Run("simulate", "fair-cem", "--seed", "1", "--seed", "2").AssertMisused("--seed");
        Shell.Run("verify", "fair-cem", "--property", "fairness", "--property", "optimism").AssertMisused("--property");
        Shell.Run("experiment", "run", "E6", "--out", folder["a"], "--out", folder["b"]).AssertMisused("--out");
        Assert.Empty(folder.Names);
    }

    [Theory]
    [InlineData("3164")]
    [InlineData("2800")]
    [InlineData("FFFE")]
    [InlineData("0378")]
    [InlineData("0301", "Bob ")]
    [InlineData("043E", "B")]
    public void A_name_that_nobody_could_tell_is_refused_wherever_one_is_given(string code, string before = "Bob")
    {
        using var folder = new TemporaryFolder();
        var name = before + char.ConvertFromUtf32(int.Parse(
            code, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
        var key = new string('a', 64);

        Shell.Run("certificate", "issue", folder["bank"], name).AssertMisused("NAME is '");
        Shell.Run("certificate", "issue", folder["bank"], "Dan", "--recognises", $"VPO,{name}").AssertMisused("--recognises is '");
        Shell.Run("certificate", "issue", folder["bank"], "Dan", "--for", $"certified-mail={name}")
            .AssertMisused("--for certified-mail is '");
        Shell.Run("demo", "check", "--from", name, "--out", folder["demo"]).AssertMisused("--from is '");
        Shell.Run("demo", "sale", "--to", name, "--out", folder["demo"]).AssertMisused("--to is '");
        Shell.Run("judge", "none", "--key", $"{name}={key}").AssertMisused("--key is '");
        Shell.Run("serve", "--protocol", "cem0", "--store", folder["store"], "--subscriber", $"{name}=2030-01-01")
            .AssertMisused("--subscriber is '");
        Assert.DoesNotContain(folder.Names, left => left is "store" or "demo");
    }

    [Fact]
    public void Whatever_stands_in_a_refusal_is_seen()
    {
        var refused = Shell.Run("verify", "no\u202esuch\u0007entry\u3164\u001b[31m");

        refused.AssertMisused("no<U+202E>such<U+0007>entry<U+3164><U+001B>[31m");
    }

    [Fact]
    public void A_certificate_file_is_certificates_and_nothing_behind_them()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Shell.Run("certificate", "issue", folder["bank"], "Bob").Code);
        var (path, root) = (Path.Combine(folder["bank"], "Bob.pem"), Path.Combine(folder["bank"], "root.pem"));
        var (bob, bank) = (File.ReadAllText(path), File.ReadAllText(root));

        File.WriteAllText(path, "Bob's certificate, as the bank sent it:\n" + bob);
        Assert.Equal(0, Shell.Run("certificate", "show", path).Code);
        foreach (var more in new[] { "more", "-----BEGIN CERTIFICATE-----\nMII", bob[..^40],
            bob.Replace("MII", "M*I", StringComparison.Ordinal) })
        {
            File.WriteAllText(path, bob + more);
            Shell.Run("certificate", "show", path).AssertMisused("is not a file of certificates in PEM");
        }

        // A first certificate that is garbled is not passed over for the second.
        File.WriteAllText(path, bob.Replace("MII", "M*I", StringComparison.Ordinal) + bob);
        Shell.Run("certificate", "show", path).AssertMisused("is not a file of certificates in PEM");
        File.WriteAllText(path, bob);
        File.WriteAllText(root, bank + bank);
        Shell.Run("certificate", "show", path).AssertMisused("is not one certificate");
    }

    private static (string Text, Func<Shell> Read) Readers(TemporaryFolder folder, string kind)
    {
        var file = folder["text"];
        switch (kind)
        {
            case "parameters":
                return (Parameters, Experiment("--params"));
            case "calibration":
                return (Text("calibration.csv"), Experiment("--calibration"));
            case "campaign parameters":
                return (Parameters,
                    () => Shell.Run("simulate", "honest-cem", "--exchanges", "1", "--suite", "symbolic", "--params", file));
            case "baseline":
                return (
                    FairExchange.Simulation.Reports.VerdictsCsv.Write([new("honest-cem", "fairness", "bob", 1, "proved", 3, null, true)]),
                    () => Shell.Run("verify", "honest-cem", "--property", "fairness", "--sessions", "1", "--baseline", file));
            case "trace":
                return (Encoding.UTF8.GetString(TraceFile.Write(FoundAttacks.OnFairCem)), () => Shell.Run("replay", file));
            case "certificate":
                Assert.Equal(0, Shell.Run("certificate", "issue", folder["bank"], "Bob").Code);
                return (File.ReadAllText(Path.Combine(folder["bank"], "Bob.pem")),
                    () => Shell.Run("certificate", "show", file, "--root", Path.Combine(folder["bank"], "root.pem")));
            default:
                throw new ArgumentException(kind, nameof(kind));
        }

        Func<Shell> Experiment(string option) => () =>
        {
            var run = Shell.Run("experiment", "run", "E6", "--replications", "2", "--threads", "1", option, file, "--out", folder["out"]);
            if (Directory.Exists(folder["out"]))
            {
                Directory.Delete(folder["out"], recursive: true);
            }

            return run;
        };
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(Resource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
