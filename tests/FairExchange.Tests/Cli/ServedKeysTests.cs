using System.Security.Cryptography.X509Certificates;
using System.Text;
using FairExchange.Applications.Certificates;
using FairExchange.Cli.Serving;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Runtime;

namespace FairExchange.Tests.Cli;

/// <summary>A post office with keys of its own, for people with certificates.</summary>
public sealed class ServedKeysTests : IDisposable
{
    private static readonly Protocol Protocol = World.Entry("fair-cem-named");
    private readonly TemporaryFolder folder = new();
    private int stores;

    public ServedKeysTests()
    {
        Assert.Equal(0, Shell.Run("certificate", "issue", folder["bank"], "CitiCorp", "--trusted-party").Code);
        foreach (var name in new[] { "Alice", "Bob" })
        {
            Assert.Equal(0, Shell.Run("certificate", "issue", folder["bank"], name, "--recognises", "CitiCorp").Code);
        }
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Who_has_a_certificate_is_served_and_a_stranger_is_not()
    {
        Assert.Equal(
            ["Alice", "Bob"], Serve(Resolve("Bob", null), "--certificates", Bank("")).OfType<Reply.Send>().Select(send => send.Answer.To));
        File.Delete(Bank("Bob.pem"));
        Assert.Equal("BadSignature", Assert.Single(Serve(Resolve("Bob", null), "--certificates", Bank("")).OfType<Reply.Rejected>()).Name);
    }

    [Fact]
    public void What_two_have_agreed_on_is_served_to_them_and_binds_what_they_sign()
    {
        var agreement = Agreed("Alice", "Bob");
        File.WriteAllBytes(folder["agreement"], AgreementFile.Write(agreement));
        Assert.Equal(2, Serve(Resolve("Bob", agreement.Digest), "--agreement", folder["agreement"]).OfType<Reply.Send>().Count());
        Assert.Empty(Serve(Resolve("Bob", null), "--agreement", folder["agreement"]).OfType<Reply.Send>());

        // Another trusted party's, and none at all.
        Shell.Run("certificate", "issue", folder["bank"], "Fed", "--trusted-party");
        Run("Fed", [], "--agreement", folder["agreement"]).Shell.AssertMisused("certificate");
        File.WriteAllBytes(folder["agreement"], [1, 2, 3]);
        Run("CitiCorp", [], "--agreement", folder["agreement"]).Shell.AssertMisused("agreement");
    }

    [Fact]
    public void Keys_that_are_not_the_trusted_partys_own_are_refused_in_one_line()
    {
        Run("Alice", [], "--certificates", Bank("")).Shell.AssertMisused("is not a trusted party's certificate");
        Run("CitiCorp", []).Shell.AssertMisused("--keys needs --certificates or --agreement");
        Run("CitiCorp", [], "--certificates", Bank(""), "--agreement", "x").Shell.AssertMisused("do not go together");
        Run("CitiCorp", [], "--certificates", folder["nowhere"]).Shell.AssertMisused("cannot be read");
        File.Copy(Bank("Bob.pem"), Bank("Robert.pem"));
        Assert.Equal(0, Run("CitiCorp", [], "--certificates", Bank("")).Shell.Code);
        Assert.Equal(0, Shell.Run("certificate", "renew", folder["bank"], "Bob").Code);
        Run("CitiCorp", [], "--certificates", Bank("")).Shell.AssertMisused("is a second certificate of Bob");
        File.Delete(Bank("Robert.pem"));
        var keys = File.ReadAllText(Bank("CitiCorp.key"));
        File.WriteAllText(Bank("CitiCorp.key"), File.ReadAllText(Bank("Bob.key")));
        Run("CitiCorp", [], "--certificates", Bank("")).Shell.AssertMisused("has other keys than the certificate of CitiCorp beside it");
        File.WriteAllText(Bank("CitiCorp.key"), keys + " ");
        Run("CitiCorp", [], "--certificates", Bank("")).Shell.AssertMisused("is not a file of private keys");
    }

    [Fact]
    public void Keys_that_others_can_read_are_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Bank("CitiCorp.key")));
        File.SetUnixFileMode(Bank("CitiCorp.key"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Run("CitiCorp", [], "--certificates", Bank("")).Shell.AssertMisused("is open to others than its owner");
    }

    /// <summary>A certificate holds for 90 days, and a store for longer.</summary>
    [Fact]
    public void A_store_goes_on_under_a_renewed_certificate_and_still_opens_what_was_sealed_before()
    {
        var (request, before) = (Resolve("Bob", null), File.ReadAllText(Bank("CitiCorp.pem")));
        Assert.Equal(2, Serve(request, "--certificates", Bank("")).OfType<Reply.Send>().Count());

        Assert.Equal(0, Shell.Run("certificate", "renew", folder["bank"], "CitiCorp").Code);
        Assert.NotEqual(before, File.ReadAllText(Bank("CitiCorp.pem")));
        // The same store again.
        stores = 0;
        Assert.Equal(2, Serve(request, "--certificates", Bank("")).OfType<Reply.Send>().Count());
    }

    [Fact]
    public void Keys_that_an_editor_of_another_system_has_saved_are_read()
    {
        var request = Resolve("Bob", null);
        File.WriteAllText(Bank("CitiCorp.key"), "\uFEFF"
            + File.ReadAllText(Bank("CitiCorp.key")).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(2, Serve(request, "--certificates", Bank("")).OfType<Reply.Send>().Count());
    }

    /// <summary>Opening a pipe waits for who writes into it, and a device may never end.</summary>
    [Fact]
    public void What_is_no_plain_file_in_the_folder_is_left_out_and_never_opened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Bank("folder.pem"));
        folder.Pipe("bank/pipe.pem");
        folder.Link("bank/device.pem", "/dev/zero");
        folder.Link("bank/link.pem", "pipe.pem");
        folder.Link("bank/nothing.pem", "nowhere");
        folder.Link("bank/Robert.pem", "Bob.pem");
        var (shell, replies) = Run("CitiCorp", Resolve("Bob", null), "--certificates", Bank(""));

        Assert.Equal(
            ["device.pem is a device", "folder.pem is a folder", "link.pem is a pipe", "nothing.pem is a link to nothing",
                "pipe.pem is a pipe"],
            shell.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[(line.IndexOf("bank/", StringComparison.Ordinal) + 5)..].Split(',')[0]));
        Assert.Equal((0, 2), (shell.Code, replies.OfType<Reply.Send>().Count()));
    }

    /// <summary>A pipe with the name that a file beside the keys must have.</summary>
    [Theory]
    [InlineData("root.pem")]
    [InlineData("CitiCorp.pem")]
    public void A_pipe_beside_the_keys_is_not_waited_for(string name)
    {
        File.Delete(Bank(name));
        folder.Pipe($"bank/{name}");
        Run("CitiCorp", [], "--certificates", Bank("")).Shell.AssertMisused($"{name} cannot be read: it is a pipe, and a file is wanted");
        if (name == "CitiCorp.pem")
        {
            Shell.Run("certificate", "renew", folder["bank"], "CitiCorp").AssertMisused("it is a pipe, and a file is wanted");
            Shell.Run("certificate", "issue", folder["bank"], "CitiCorp").AssertMisused("is there already");
        }
    }

    private string Bank(string file) => Path.Combine(folder["bank"], file);

    private Agreement Agreed(string sender, string recipient)
    {
        var trust = new CertificateTrust(
            [X509CertificateLoader.LoadCertificateFromFile(Bank("root.pem"))], TimeProvider.System.GetUtcNow());
        return Agreement.TryMake(Of(sender), Of(recipient), Of("CitiCorp"), Transaction.CertifiedMail, out _)!;

        VerifiedCertificate Of(string name) =>
            VerifiedCertificate.TryVerify(CertificateChain.TryReadPem(File.ReadAllText(Bank($"{name}.pem")))!, trust, out _)!;
    }

    /// <summary>A request for what Alice has sealed for the post office, signed with keys from a file.</summary>
    private byte[] Resolve(string by, string? agreement)
    {
        var owners = new[] { "CitiCorp",
            by }.Select(name => PrivateKeyFile.TryRead(File.ReadAllText(Bank($"{name}.key"), Encoding.UTF8), Suite.P256, name)!).ToList();
        var operations = new SuiteOperations(Suite.P256, Protocol, KeyDirectory.Of(owners), owners[1], agreement);
        var z = operations.Encrypt(
            new Value.Name("CitiCorp"), new Value.Tuple([new Value.Name("Alice"), new Value.Name(by), World.Mail]), World.Coins(1))!;
        return Wire.Encode(new Value.Tuple([new Value.Name(by), z, operations.Sign(z)]));
    }

    private List<Reply> Serve(byte[] request, params string[] args)
    {
        var (shell, replies) = Run("CitiCorp", request, args);
        Assert.Equal((0, ""), (shell.Code, shell.Error));
        return replies;
    }

    private (Shell Shell, List<Reply> Replies) Run(string name, byte[] request, params string[] args)
    {
        using MemoryStream input = new(), output = new();
        if (request.Length > 0)
        {
            Frames.Write(input, request);
            input.Position = 0;
        }

        var shell = Shell.Run(
            context => context with { Incoming = input, Outgoing = output },
            ["serve", "--protocol", Protocol.Id, "--store", folder[$"po{stores++}.db"], "--keys", Bank($"{name}.key"), .. args]);
        output.Position = 0;
        var replies = new List<Reply>();
        while (Frames.Read(output) is { } frame)
        {
            replies.Add(Reply.Decode(frame));
        }

        return (shell, replies);
    }
}
