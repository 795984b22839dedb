using System.Diagnostics;
using FairExchange.Runtime.Files;

namespace FairExchange.Tests.Cli;

/// <summary>Pipes and links of a test's own, in its own folder; where the system has them.</summary>
internal static class SpecialPaths
{
    public static string Pipe(this TemporaryFolder folder, string name)
    {
        using var made = Process.Start("mkfifo", folder[name]);
        made.WaitForExit();
        Assert.Equal(FileKind.Pipe, FileStatus.Of(folder[name]).Kind);
        return folder[name];
    }

    public static string Link(this TemporaryFolder folder, string name, string target)
    {
        File.CreateSymbolicLink(folder[name], target);
        return folder[name];
    }

    public static string Text(this TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }
}
