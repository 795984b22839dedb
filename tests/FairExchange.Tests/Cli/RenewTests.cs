using System.Collections.Immutable;

namespace FairExchange.Tests.Cli;

/// <summary>Another certificate for keys that stay.</summary>
public sealed class RenewTests : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("p256")]
    [InlineData("curve25519")]
    public void A_certificate_that_has_ended_is_followed_by_one_that_says_the_same_of_the_same_keys(string suite)
    {
        string[] lists = ["--recognises", "Fed", "--for", "notice=Post,Fed", "--only"];
        At(0, "issue", folder["."], "Alice", ["--suite", suite, .. lists]);
        At(0, "issue", folder["."], "Post", "--suite", suite, "--trusted-party");
        var (shown, post, keys) = (Show("Alice", 0), Show("Post", 0), File.ReadAllBytes(folder["Alice.key"]));
        Assert.Contains("has expired", Shown("Alice", 100).Output, StringComparison.Ordinal);

        Assert.Equal($"{folder["./Alice.pem"]}: valid until 2026-07-10\n", At(100, "renew", folder["."], "Alice").Output);
        At(100, "renew", folder["."], "Post");
        // All but the thumbprint.
        Assert.Equal(shown.Where((_, line) => line != 1), Show("Alice", 100).Where((_, line) => line != 1));
        Assert.Equal(post.Where((_, line) => line != 1), Show("Post", 100).Where((_, line) => line != 1));
        Assert.Equal(keys, File.ReadAllBytes(folder["Alice.key"]));
        Assert.Equal(["Alice.key", "Alice.pem", "Post.key", "Post.pem", "root.key", "root.pem"], folder.Names);
    }

    [Fact]
    public void What_an_option_says_is_not_as_before()
    {
        At(0, "issue", folder["."], "Post", "--recognises", "Fed", "--for", "notice=Fed");
        At(0, "renew", folder["."], "Post", "--trusted-party");
        Assert.Contains("    for notice: Fed, then those above", Show("Post", 0));
        Assert.StartsWith("Post, trusted party", Show("Post", 0)[0], StringComparison.Ordinal);
        At(0, "renew", folder["."], "Post", "--recognises", "Bank");
        Assert.DoesNotContain(Show("Post", 0), line => line.Contains("Fed", StringComparison.Ordinal));
        Assert.Contains("  recognises    Bank", Show("Post", 0));
        Assert.StartsWith("Post, trusted party", Show("Post", 0)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_whose_certificate_is_lost_has_a_new_one()
    {
        At(0, "issue", folder["."], "Post", "--suite", "curve25519", "--trusted-party");
        var before = Show("Post", 0);
        File.Delete(folder["Post.pem"]);
        At(0, "renew", folder["."], "Post", "--trusted-party");
        Assert.Equal(before.Where((_, line) => line != 1), Show("Post", 0).Where((_, line) => line != 1));
    }

    [Fact]
    public void What_is_not_the_names_own_is_not_renewed()
    {
        At(0, "issue", folder["."], "Alice");
        At(0, "issue", folder["."], "Bob");
        At(0, "issue", folder["other"], "Alice");
        var before = File.ReadAllText(folder["Alice.pem"]);
        Shell.Run("certificate", "renew", folder["."], "Carol").AssertMisused("Carol.key cannot be read");
        Shell.Run("certificate", "renew", folder["."], "../other/Alice").AssertMisused("no file can be called");
        Shell.Run("certificate", "renew", folder["."], "Alice", "--only").AssertMisused("--only goes with");
        File.Copy(folder["other/Alice.key"], folder["Alice.key"], overwrite: true);
        Shell.Run("certificate", "renew", folder["."], "Alice").AssertMisused("has other keys than the certificate of Alice beside it");
        File.Copy(folder["other/Alice.pem"], folder["Alice.pem"], overwrite: true);
        Shell.Run("certificate", "renew", folder["."], "Alice")
            .AssertMisused("does not lead to an authority that is trusted here: move it away");
        File.Copy(folder["Bob.pem"], folder["Alice.pem"], overwrite: true);
        Shell.Run("certificate", "renew", folder["."], "Alice").AssertMisused("is that of Bob, not of Alice");
        File.WriteAllText(folder["Alice.pem"], before);
        File.WriteAllText(folder["Alice.key"], "no key");
        Shell.Run("certificate", "renew", folder["."], "Alice").AssertMisused("Alice.key is not a file of private keys");
        Assert.Equal(before, File.ReadAllText(folder["Alice.pem"]));
    }

    [Fact]
    public void Only_those_of_no_list_are_nobody_and_so_no_wish() =>
        Shell.Run("certificate", "issue", folder["."], "Alice", "--only").AssertMisused("--only goes with --recognises or --for");

    private static Shell At(int day, string command, string where, string name, params string[] more)
    {
        var run = Shell.Run(
            context => context with { Clock = new StoppedClock(Begin.AddDays(day)) }, ["certificate", command, where, name, .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    private Shell Shown(string name, int day) =>
        Shell.Run(context => context with { Clock = new StoppedClock(Begin.AddDays(day)) }, "certificate", "show", folder[$"{name}.pem"]);

    private ImmutableArray<string> Show(string name, int day)
    {
        var run = Shown(name, day);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Lines;
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
