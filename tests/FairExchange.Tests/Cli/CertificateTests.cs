using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FairExchange.Tests.Cli;

public class CertificateTests
{
    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void Two_who_are_certified_in_one_folder_choose_the_trusted_party_that_both_recognise(string suite)
    {
        using var folder = new TemporaryFolder();
        Issue(folder, suite, "CitiCorp", "--trusted-party");
        Issue(folder, suite, "Alice", "--recognises", "Fed,CitiCorp");
        Issue(folder, suite, "Bob", "--recognises", "Fed, CitiCorp", "--for", "certified-mail=CitiCorp", "--only");
        Issue(folder, suite, "Carol", "--recognises", "Post");
        Assert.Equal(["Alice.key", "Alice.pem", "Bob.key", "Bob.pem", "Carol.key", "Carol.pem", "CitiCorp.key", "CitiCorp.pem", "root.key",
            "root.pem"], folder.Names);

        Assert.Equal(
            new Shell(0, "CitiCorp\n", ""), Shell.Run("certificate", "choose", "certified-mail", folder["Alice.pem"], folder["Bob.pem"]));
        Assert.Equal(
            new Shell(0, "Fed\n", ""), Shell.Run("certificate", "choose", "contract-signing", folder["Alice.pem"], folder["Bob.pem"]));
        Assert.Equal(
            new Shell(1, "refused: no trusted party that both recognise for certified-mail: Carol recognises Post, Bob recognises "
                + "CitiCorp\n", ""),
            Shell.Run("certificate", "choose", "certified-mail", folder["Carol.pem"], folder["Bob.pem"]));

        var shown = Shell.Run("certificate", "show", folder["Bob.pem"]);
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        Assert.Equal($"Bob, participant, suite {suite}", shown.Lines[0]);
        Assert.Contains("  recognises    Fed, CitiCorp (critical: only the lists here)", shown.Lines);
        Assert.Contains("    for certified-mail: CitiCorp only", shown.Lines);
        Assert.StartsWith(
            "CitiCorp, trusted party", Shell.Run("certificate", "show", folder["CitiCorp.pem"]).Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// The name under which a file begins can be guessed, so what lies there is not written into: it may be open to everyone, or a link.
    /// </summary>
    [Fact]
    public void A_private_key_goes_into_no_file_that_somebody_has_put_in_its_way()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["Alice.key.unfinished"], "");
        File.SetUnixFileMode(folder["Alice.key.unfinished"], (UnixFileMode)0b110_110_110);
        using var spy = File.OpenRead(folder["Alice.key.unfinished"]);
        File.CreateSymbolicLink(folder["Bob.key.unfinished"], folder["elsewhere"]);
        Issue(folder, "p256", "Alice");
        Issue(folder, "p256", "Bob");

        Assert.Equal(0, spy.Length);
        Assert.False(File.Exists(folder["elsewhere"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["Alice.key"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["Bob.key"]));
        Assert.Null(new FileInfo(folder["Bob.key"]).LinkTarget);
    }

    [Fact]
    public void The_private_key_is_the_certificates_and_nobody_elses_to_read()
    {
        using var folder = new TemporaryFolder();
        Issue(folder, "p256", "Alice");
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(folder["Alice.key"]).Split("-----BEGIN", 3) is [_, var first, _] ? $"-----BEGIN{first}" : "");
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(folder["Alice.pem"]);
        Assert.Equal(certificate.PublicKey.ExportSubjectPublicKeyInfo(), key.ExportSubjectPublicKeyInfo());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["Alice.key"]));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["root.key"]));
        }
    }

    [Fact]
    public void What_does_not_hold_is_refused_with_exit_code_1()
    {
        using var folder = new TemporaryFolder();
        Issue(folder, "p256", "Alice", "--recognises", "CitiCorp");
        Assert.Equal(0, Shell.Run("certificate", "issue", folder["other"], "Bob", "--recognises", "CitiCorp").Code);

        var late = Shell.Run("certificate", "show", folder["Alice.pem"], "--at", "2125-01-31T12:00:00Z");
        Assert.Equal(1, late.Code);
        Assert.Contains("has expired: that of Alice ended at ", late.Output, StringComparison.Ordinal);
        var foreign = Shell.Run("certificate", "choose", "certified-mail", folder["Alice.pem"], folder["other/Bob.pem"]);
        Assert.Equal((1, ""), (foreign.Code, foreign.Error));
        Assert.EndsWith("does not lead to an authority that is trusted here\n", foreign.Output, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("certificate", "show", folder["other/Bob.pem"], "--root", folder["other/root.pem"]).Code);
    }

    [Fact]
    public void Whatever_is_wrong_takes_one_line_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        Shell.Run("certificate").AssertMisused("command");
        Shell.Run("certificate", "issue", folder["in"], "a/b").AssertMisused("no file can be called");
        Shell.Run("certificate", "issue", folder["in"], "root").AssertMisused("no file can be called");
        Shell.Run("certificate", "issue", folder["in"], "A", "--suite", "rsa").AssertMisused("there is no suite 'rsa'");
        Shell.Run("certificate", "issue", folder["in"], "A", "--for", "mail").AssertMisused("--for is 'mail'");
        Assert.Empty(folder.Names);

        Issue(folder, "p256", "Alice", "--recognises", "CitiCorp");
        Shell.Run("certificate", "issue", folder["."], "Alice").AssertMisused("is there already");
        Shell.Run("certificate", "issue", folder["."], "B", "--recognises", "P,P").AssertMisused("not twice in a list");
        Shell.Run("certificate", "issue", folder["."], new string('b', 65)).AssertMisused("has more than 64 characters");
        Shell.Run("certificate", "show", folder["none.pem"]).AssertMisused("none.pem cannot be read");
        Shell.Run("certificate", "show", folder["root.key"]).AssertMisused("root.key is not a file of certificates");
        Shell.Run("certificate", "show", folder["Alice.pem"], "--root", folder["Alice.key"])
            .AssertMisused("Alice.key is not one certificate");
        Shell.Run("certificate", "show", folder["Alice.pem"], "--at", "noon").AssertMisused("--at is 'noon'");
        Shell.Run("certificate", "choose", "Mail", folder["Alice.pem"], folder["Alice.pem"]).AssertMisused("TYPE is 'Mail'");
        File.WriteAllText(folder["bad.pem"], "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Shell.Run("certificate", "show", folder["bad.pem"]).AssertMisused("bad.pem is not made of X.509 certificates");
        Assert.Equal(["Alice.key", "Alice.pem", "bad.pem", "root.key", "root.pem"], folder.Names);
    }

    /// <summary>The root that is looked for beside it is not there either, and is not what is wrong.</summary>
    [Theory]
    [InlineData("", "bad.pem is not a file of certificates in PEM")]
    [InlineData("garbled", "bad.pem is not a file of certificates in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "bad.pem is not made of X.509 certificates")]
    public void A_certificate_that_is_none_is_told_before_the_root_that_is_not_there(string text, string said)
    {
        using var folder = new TemporaryFolder();
        Issue(folder, "p256", "Alice");
        Directory.CreateDirectory(folder["alone"]);
        File.Move(folder["Alice.pem"], folder["alone/Alice.pem"]);
        File.WriteAllText(folder["alone/bad.pem"], text);

        Shell.Run("certificate", "show", folder["alone/bad.pem"]).AssertMisused(said);
        Shell.Run("certificate", "choose", "certified-mail", folder["alone/bad.pem"], folder["alone/Alice.pem"]).AssertMisused(said);
        Shell.Run("certificate", "choose", "certified-mail", folder["alone/Alice.pem"], folder["alone/bad.pem"]).AssertMisused(said);
        Shell.Run("certificate", "show", folder["alone/Alice.pem"]).AssertMisused("root.pem cannot be read");
    }

    private static void Issue(TemporaryFolder folder, string suite, string name, params string[] more)
    {
        var run = Shell.Run(["certificate", "issue", folder["."], name, "--suite", suite, .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }
}
