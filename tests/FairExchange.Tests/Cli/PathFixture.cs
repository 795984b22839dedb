namespace FairExchange.Tests.Cli;

/// <summary>What commands need beside the path that is tried.</summary>
public sealed class PathFixture : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PathFixture()
    {
        Run("certificate", "issue", Folder, "VPO", "--trusted-party");
        Run("certificate", "issue", Folder, "Alice", "--recognises", "VPO");
        Run("certificate", "issue", Folder, "Bob", "--recognises", "VPO");
        Run("demo", "check", "--out", Folder);
        Run("demo", "check", "--certified", Folder, "--out", folder["certified"]);
        Run([.. "simulate fair-cem-bulk-bound --alice honest --bob honest --exchanges 1 --evidence".Split(' '), folder["evidence"]]);
        File.Copy(Directory.GetFiles(folder["evidence"], "*.evidence").Order(StringComparer.Ordinal).First(), folder["bulk.evidence"]);
        Run("verify", "fair-cem", "--property", "fairness", "--party", "bob", "--sessions", "1", "--save", folder["saved"]);
        File.Copy(Directory.GetFiles(folder["saved"], "*.trace.json").Single(), folder["saved.trace.json"]);
        Run("serve", "--protocol", "fair-cem-named", "--insecure-seed", "1", "--store", folder["served.db"]);
        Run("experiment", "run", "E6", "--replications", "2", "--out", folder["run"]);
    }

    internal string Folder => Path.GetDirectoryName(folder["x"])!;

    /// <summary>Everything in it.</summary>
    internal IEnumerable<string> Names =>
        Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public void Dispose() => folder.Dispose();

    private static void Run(params string[] args)
    {
        var run = Shell.Run(context => context with { Incoming = new MemoryStream() }, args);
        Assert.True(run.Code == 0, $"{string.Join(' ', args)}: {run.Error}");
    }
}
