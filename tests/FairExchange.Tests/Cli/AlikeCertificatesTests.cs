namespace FairExchange.Tests.Cli;

/// <summary>Whoever looks at a name in a receipt takes it for the one he knows.</summary>
public sealed class AlikeCertificatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Alice", "A1ice")]
    [InlineData("BoB", "\u0412\u043e\u0412")]
    public void An_authority_names_nobody_like_another(string one, string other)
    {
        Issue("bank", one);
        Shell.Run("certificate", "issue", folder["bank"], other).AssertMisused($"which looks like {one}, and {one} has a certificate here");
        Assert.Equal(4, Directory.GetFiles(folder["bank"]).Length);
        Assert.Equal(0, Shell.Run("certificate", "renew", folder["bank"], one).Code);
        Shell.Run("certificate", "issue", folder["bank"], "Carol", "--recognises", $"{one},{other}")
            .AssertMisused("nor look like another there");
    }

    /// <summary>Two authorities' folders put together, say.</summary>
    [Fact]
    public void Two_who_look_alike_are_neither_served_nor_in_one_exchange()
    {
        Issue("bank", "Post", "--trusted-party");
        Issue("bank", "Alice", "--recognises", "Post");
        var hidden = Directory.CreateDirectory(folder["hidden"]).FullName;
        File.Move(folder["bank/Alice.pem"], Path.Combine(hidden, "Alice.pem"));
        Issue("bank", "A1ice", "--recognises", "Post");
        File.Move(Path.Combine(hidden, "Alice.pem"), folder["bank/Alice.pem"]);

        Shell.Run(
            "serve", "--protocol", "fair-cem-named", "--store", folder["s.db"], "--keys", folder["bank/Post.key"], "--certificates",
            folder["bank"]).AssertMisused("Alice.pem is of Alice, which looks like A1ice");
        var chosen = Shell.Run("certificate", "choose", "notice", folder["bank/Alice.pem"], folder["bank/A1ice.pem"]);
        Assert.Equal(
            (1, "refused: Alice and A1ice look alike, and cannot both have a part in one exchange\n"), (chosen.Code, chosen.Output));
        Shell.Run("demo", "check", "--from", "Alice", "--to", "A1ice", "--out", folder["demo"])
            .AssertMisused("two names that do not look alike are wanted");
        Shell.Run("demo", "check", "--from", "VP0", "--out", folder["demo"]).AssertMisused("two names that do not look alike are wanted");
    }

    private void Issue(string bank, string name, params string[] more) =>
        Assert.Equal(0, Shell.Run(["certificate", "issue", folder[bank], name, .. more]).Code);
}
