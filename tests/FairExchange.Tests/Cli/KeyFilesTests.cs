using System.Collections.Concurrent;

namespace FairExchange.Tests.Cli;

/// <summary>A private key that is there stays there, whatever command is given, and is for its owner alone.</summary>
public sealed class KeyFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_that_is_there_without_its_certificate_is_not_written_over()
    {
        Issue("Alice");
        var (own, root) = (File.ReadAllText(folder["Alice.key"]), File.ReadAllText(folder["root.key"]));
        File.Delete(folder["Alice.pem"]);
        Shell.Run("certificate", "issue", folder["."], "Alice").AssertMisused("Alice.key is there already, and ");
        File.Delete(folder["root.pem"]);
        Shell.Run("certificate", "issue", folder["."], "Bob").AssertMisused("root.key is there already, and ");
        Shell.Run("certificate", "renew", folder["."], "Alice").AssertMisused("root.pem cannot be read");
        Assert.Equal((own, root), (File.ReadAllText(folder["Alice.key"]), File.ReadAllText(folder["root.key"])));
        Assert.Equal(["Alice.key", "root.key"], folder.Names);
    }

    /// <summary>Keys that went there would be gone, or another's.</summary>
    [Theory]
    [InlineData("Alice.key", "Alice")]
    [InlineData("root.key", "Alice")]
    public void A_link_or_pipe_with_a_keys_name_is_refused_and_not_written_into(string key, string name)
    {
        foreach (var target in new[] { "/dev/null", "nowhere", "elsewhere" })
        {
            folder.Text("elsewhere", "before");
            folder.Link(key, target);
            Shell.Run("certificate", "issue", folder["."], name).AssertMisused($"{key} is there already");
            Assert.Equal(new[] { key, "elsewhere" }.Order(StringComparer.Ordinal), folder.Names);
            Assert.Equal("before", File.ReadAllText(folder["elsewhere"]));
            File.Delete(folder[key]);
        }

        folder.Pipe(key);
        Shell.Run("certificate", "issue", folder["."], name).AssertMisused($"{key} is there already");
    }

    /// <summary>With a folder in the certificate's place it cannot be written; a key alone would be in the way of the next one.</summary>
    [Fact]
    public void Where_no_certificate_can_be_written_no_key_is_left()
    {
        Issue("Bob");
        Directory.CreateDirectory(folder["Alice.pem.unfinished/full"]);
        Shell.Run("certificate", "issue", folder["."], "Alice").AssertMisused("Alice.pem cannot be written");
        Assert.DoesNotContain("Alice.key", folder.Names);

        Directory.CreateDirectory(folder["new/root.pem.unfinished/full"]);
        Shell.Run("certificate", "issue", folder["new"], "Alice").AssertMisused("root.pem cannot be written");
        Assert.Equal(["root.pem.unfinished"], Directory.GetFileSystemEntries(folder["new"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_name_that_cannot_be_certified_makes_no_authority()
    {
        Shell.Run("certificate", "issue", folder["new"], new string('b', 65)).AssertMisused("has more than 64 characters");
        Assert.Empty(folder.Names);
    }

    /// <summary>Each either has a certificate that the one authority vouches for, or is told to come again.</summary>
    [Fact]
    public void Of_many_who_make_the_authority_at_once_one_does()
    {
        for (var round = 0; round < 20; round++)
        {
            var (bank, runs) = (folder[$"bank{round}"], new ConcurrentDictionary<string, Shell>());
            Parallel.ForEach(["A", "B", "C", "D"], new ParallelOptions { MaxDegreeOfParallelism = 4 },
                name => runs[name] = Shell.Run("certificate", "issue", bank, name));
            Assert.Contains(runs.Values, run => run.Code == 0);
            foreach (var (name, run) in runs)
            {
                if (run.Code == 0)
                {
                    Assert.Equal(0, Shell.Run("certificate", "show", Path.Combine(bank, $"{name}.pem")).Code);
                }
                else
                {
                    run.AssertMisused("root.key is ");
                    Assert.False(File.Exists(Path.Combine(bank, $"{name}.key")));
                }
            }
        }
    }

    [Fact]
    public void Of_two_who_take_one_name_at_once_one_has_it_and_its_key_is_the_certificates()
    {
        Issue("Root");
        var runs = new ConcurrentBag<Shell>();
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            _ => runs.Add(Shell.Run("certificate", "issue", folder["."], "Alice")));
        Assert.Single(runs, run => run.Code == 0);
        Assert.All(runs.Where(run => run.Code != 0), run => run.AssertMisused("Alice."));
        Assert.Equal(0, Shell.Run("certificate", "renew", folder["."], "Alice").Code);
    }

    [Theory]
    [InlineData("root.key", "issue", "Bob")]
    [InlineData("root.key", "renew", "Alice")]
    [InlineData("Alice.key", "renew", "Alice")]
    public void A_key_that_others_can_read_signs_nothing(string key, string command, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Issue("Alice");
        File.SetUnixFileMode(folder[key], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Shell.Run("certificate", command, folder["."], name).AssertMisused($"{key} is open to others than its owner");
        File.SetUnixFileMode(folder[key], UnixFileMode.UserRead);
        Assert.Equal(0, Shell.Run("certificate", command, folder["."], name).Code);
    }

    [Fact]
    public void A_demonstration_takes_no_key_that_others_can_read()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Issue("Fed", "--trusted-party");
        Issue("Alice", "--recognises", "Fed");
        Issue("Bob", "--recognises", "Fed");
        File.SetUnixFileMode(folder["Bob.key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Shell.Run("demo", "check", "--certified", folder["."], "--out", folder["demo"])
            .AssertMisused("Bob.key is open to others than its owner");
    }

    /// <summary>As an editor of another system writes it.</summary>
    [Fact]
    public void A_key_is_read_with_other_line_ends_and_with_a_mark()
    {
        Issue("Alice");
        foreach (var key in new[] { "Alice.key", "root.key" })
        {
            File.WriteAllText(folder[key], "\uFEFF" + File.ReadAllText(folder[key]).Replace("\n", "\r\n", StringComparison.Ordinal));
        }

        Assert.Equal((0, ""), (Shell.Run("certificate", "renew", folder["."], "Alice") is var run ? run.Code : 0, run.Error));
    }

    /// <summary>A slip in the name of an output, or a link somebody left there.</summary>
    [Theory]
    [InlineData("Alice.key")]
    [InlineData("root.key")]
    [InlineData("link")]
    public void No_output_takes_the_place_of_a_private_key(string output)
    {
        Issue("Alice");
        folder.Link("link", "Alice.key");
        var before = new[] { "Alice.key", "root.key" }.Select(name => File.ReadAllText(folder[name])).ToList();
        Shell.Run("verify", "fair-cem", "--sessions", "1", "--out", folder[output])
            .AssertMisused($"{output} cannot be written: it has private keys in it");
        Shell.Run("experiment", "calibrate", "--exchanges", "1", "--out", folder[output]).AssertMisused("it has private keys in it");
        Assert.Equal(before, new[] { "Alice.key", "root.key" }.Select(name => File.ReadAllText(folder[name])));
    }

    private void Issue(string name, params string[] more)
    {
        var run = Shell.Run(["certificate", "issue", folder["."], name, .. more]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }
}
