using FairExchange.Applications.Certificates;
using FairExchange.Model.Catalogue;

namespace FairExchange.Tests.Cli;

/// <summary>From certificates to a judgement, by commands alone.</summary>
public class CertifiedDemoTests
{
    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void Keys_and_trusted_party_come_from_certificates_and_the_judge_needs_only_their_authority(string suite)
    {
        using var folder = new TemporaryFolder();
        Bank(folder, suite);
        foreach (var (use, file, office) in new[] { ("check", "check.evidence", "CitiCorp"), ("notice", "served.evidence", "Fed"),
            ("sale", "sale.evidence", "Fed") })
        {
            var run = Shell.Run("demo", use, "--certified", folder["bank"], "--stops", "sender", "--out", folder[use]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.EndsWith($"their certificates choose {office}.", run.Lines[0], StringComparison.Ordinal);
            Assert.Contains($"{office} took part.", run.Lines);

            // As the demonstration says what to type next.
            var command = run.Lines.First(line => line.StartsWith("  fairexchange judge ", StringComparison.Ordinal)).Trim()
                .Split(' ')[1..];
            Assert.Equal(["judge", Path.Combine(folder[use], file), "--root", folder["bank/root.pem"], "--at"], command[..5]);
            var judged = Shell.Run(command);
            Assert.Equal((0, ""), (judged.Code, judged.Error));
            Assert.StartsWith("accepted: Bob received from Alice ", judged.Output, StringComparison.Ordinal);
            Assert.Contains(judged.Lines,
                line => line.EndsWith(
                    $"{suite}, with {office}, which the certificates choose for {(use == "notice" ? use : $"electronic-{use}")}, and "
                    + "their keys:", StringComparison.Ordinal));
            // The receipt rests on Bob and the office; only a check is signed by Alice, too.
            Assert.Equal(use == "check"
                ? ["Alice", "Bob", office] : ["Bob", office],
                judged.Lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Contains('=', StringComparison.Ordinal))
                .Select(line => line.Trim().Split('=')[0]));
        }
    }

    [Fact]
    public void Who_has_no_trusted_party_in_common_is_refused_in_one_line_and_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        Bank(folder, "p256");
        Assert.Equal(
            new Shell(1, "refused: no trusted party that both recognise for electronic-check: Alice recognises Fed, CitiCorp, Carol "
                + "recognises Post\n", ""),
            Shell.Run("demo", "check", "--certified", folder["bank"], "--to", "Carol", "--out", folder["out"]));
        Assert.Equal(
            new Shell(1, $"refused: {folder["bank/Alice.pem"]} has expired: that of Alice ended at {Expiry(folder)}\n", ""),
            Shell.Run("demo", "check", "--certified", folder["bank"], "--date", "2125-01-31", "--out", folder["out"]));
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Whatever_is_wrong_in_the_folder_takes_one_line()
    {
        using var folder = new TemporaryFolder();
        Bank(folder, "p256");
        Misused("none/root.pem cannot be read", "--certified", folder["none"]);
        Misused("Dan.pem cannot be read", "--certified", folder["bank"], "--to", "Dan");
        Misused("'../Bob', after which no file can be called", "--certified", folder["bank"], "--to", "../Bob");
        Misused("--suite and --seed do not go with --certified", "--certified", folder["bank"], "--seed", "1");
        Misused("--suite and --seed do not go with --certified", "--certified", folder["bank"], "--suite", "p256");

        File.Copy(folder["bank/Bob.key"], folder["bank/Alice.key"], overwrite: true);
        Misused("Alice.key does not hold the private keys of the certificate beside it", "--certified", folder["bank"]);
        File.WriteAllText(folder["bank/Alice.key"], "secret");
        Misused("Alice.key does not hold the private keys", "--certified", folder["bank"]);
        File.Delete(folder["bank/Alice.key"]);
        Misused("Alice.key cannot be read", "--certified", folder["bank"]);
        // Somebody else's certificate under a name is not that name's.
        File.Copy(folder["bank/Bob.pem"], folder["bank/Alice.pem"], overwrite: true);
        var swapped = Shell.Run("demo", "check", "--certified", folder["bank"], "--out", folder["out"]);
        Assert.Equal((1, $"refused: {folder["bank/Alice.pem"]} is that of Bob, not of Alice\n"), (swapped.Code, swapped.Output));
        Assert.False(Directory.Exists(folder["out"]));

        void Misused(string said, params string[] args) =>
            Shell.Run(["demo", "check", .. args, "--out", folder["out"]]).AssertMisused(said);
    }

    [Fact]
    public void The_judge_refuses_what_his_authority_does_not_vouch_for()
    {
        using var folder = new TemporaryFolder();
        Bank(folder, "p256");
        Assert.Equal(0, Shell.Run("demo", "check", "--certified", folder["bank"], "--out", folder["out"]).Code);
        Assert.Equal(0, Shell.Run("certificate", "issue", folder["other"], "Eve").Code);
        var file = folder["out/check.evidence"];
        var root = folder["bank/root.pem"];
        Assert.Equal(0, Shell.Run("judge", file, "--root", root).Code);

        Assert.Equal(
            new Shell(1, $"refused: the certificate of the sender has expired: that of Alice ended at {Expiry(folder)}\n", ""),
            Shell.Run("judge", file, "--root", root, "--at", "2125-01-31T00:00:00Z"));
        Assert.StartsWith("refused: the certificate of the sender is not valid yet",
            Shell.Run("judge", file, "--root", root, "--at", "2000-01-31T00:00:00Z").Output, StringComparison.Ordinal);
        Assert.Equal(new Shell(1, "refused: the certificate of the sender does not lead to an authority that is trusted here\n", ""),
            Shell.Run("judge", file, "--root", folder["other/root.pem"]));
        var altered = Shell.Run("judge", folder["out/altered.evidence"], "--root", root);
        Assert.Equal(1, altered.Code);
        Assert.StartsWith("refused: E_VPO(A, B, M; r) does not open", altered.Output, StringComparison.Ordinal);

        // The root is the judge's to say, even where one lies beside the file.
        File.Copy(root, folder["out/root.pem"]);
        Shell.Run("judge", file).AssertMisused("say with --root whose you trust");
        Shell.Run("judge", file, "--root", folder["bank/Alice.key"]).AssertMisused("Alice.key is not one certificate");
        Assert.Equal(0, Shell.Run("demo", "check", "--out", folder["plain"]).Code);
        Shell.Run("judge", folder["plain/check.evidence"], "--root", root)
            .AssertMisused("has no certificates, so --root and --at do not go with it");
    }

    /// <summary>
    /// An older certificate of Bob's, with a longer list, in place of the one that they used: everything is bound to the three
    /// certificates.
    /// </summary>
    [Fact]
    public void The_judge_refuses_evidence_under_another_certificate_of_the_same_person()
    {
        using var folder = new TemporaryFolder();
        Bank(folder, "p256");
        Assert.Equal(0, Shell.Run("demo", "check", "--certified", folder["bank"], "--out", folder["out"]).Code);
        var trust = new CertificateTrust(
            [System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(folder["bank/root.pem"])],
            TimeProvider.System.GetUtcNow());
        var evidence = CertifiedEvidence.TryRead(
            File.ReadAllBytes(folder["out/check.evidence"]), trust, id => Entries.TryFind(id, out var found) ? found : null, out _)!;

        Assert.Equal(0, Shell.Run("certificate", "renew", folder["bank"], "Bob", "--recognises", "CitiCorp").Code);
        var other = VerifiedCertificate.TryVerify(CertificateChain.TryReadPem(File.ReadAllText(folder["bank/Bob.pem"]))!, trust, out _)!;
        var agreement = Agreement.TryMake(
            evidence.Agreement.Sender, other, evidence.Agreement.TrustedParty, evidence.Agreement.Transaction, out _)!;
        File.WriteAllBytes(folder["swapped"], (evidence with { Agreement = agreement }).Write());
        var swapped = Shell.Run("judge", folder["swapped"], "--root", folder["bank/root.pem"]);
        Assert.Equal((1, ""), (swapped.Code, swapped.Error));
        Assert.StartsWith("refused: SIG_B(E_VPO(A, B, M; r)) is not signed", swapped.Output, StringComparison.Ordinal);

        // Nor is there an agreement on CitiCorp for anything but checks.
        Assert.Null(Agreement.TryMake(
            evidence.Agreement.Sender, evidence.Agreement.Recipient, evidence.Agreement.TrustedParty, "certified-mail", out _));
    }

    [Fact]
    public void Whatever_is_no_certified_evidence_takes_one_line()
    {
        using var folder = new TemporaryFolder();
        Bank(folder, "p256");
        Assert.Equal(0, Shell.Run("demo", "check", "--certified", folder["bank"], "--out", folder["out"]).Code);
        var whole = File.ReadAllBytes(folder["out/check.evidence"]);
        Check([.. whole, 0]);
        Assert.All(Enumerable.Range(40, whole.Length - 40).Where(length => length % 97 == 0), length => Check(whole[..length]));

        // Changed anywhere: refused, or no evidence, and never accepted with the same fingerprints.
        for (var i = 40; i < whole.Length; i += 41)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x11;
            File.WriteAllBytes(folder["bad"], changed);
            var run = Shell.Run("judge", folder["bad"], "--root", folder["bank/root.pem"]);
            Assert.Contains(run.Code, new[] { 1, 2 });
            Assert.Equal(run.Code == 2, run.Error.Length > 0);
        }

        void Check(byte[] bytes)
        {
            File.WriteAllBytes(folder["bad"], bytes);
            Shell.Run("judge", folder["bad"], "--root", folder["bank/root.pem"])
                .AssertMisused("is not a certified evidence file, or is truncated or garbled");
        }
    }

    private static string Expiry(TemporaryFolder folder)
    {
        using var certificate =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(folder["bank/Alice.pem"]);
        return $"{certificate.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}";
    }

    /// <summary>Alice and Bob recognise the Fed first, and Bob for checks only CitiCorp; Carol recognises another.</summary>
    private static void Bank(TemporaryFolder folder, string suite)
    {
        foreach (var args in new string[][]
        {
            ["CitiCorp", "--trusted-party"], ["Fed", "--trusted-party"], ["Alice", "--recognises", "Fed,CitiCorp"],
            ["Bob", "--recognises", "Fed,CitiCorp", "--for", "electronic-check=CitiCorp", "--only"], ["Carol", "--recognises", "Post"],
        })
        {
            Assert.Equal(0, Shell.Run(["certificate", "issue", folder["bank"], .. args, "--suite", suite]).Code);
        }
    }
}
