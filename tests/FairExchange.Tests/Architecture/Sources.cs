using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FairExchange.Tests.Architecture;

/// <summary>The repository's text, found from the test assembly upwards.</summary>
internal static partial class Sources
{
    public static DirectoryInfo Root { get; } = Ancestors(new DirectoryInfo(AppContext.BaseDirectory))
        .First(folder => File.Exists(Path.Combine(folder.FullName, "FairExchange.sln")));

    /// <summary>Paths of C# files below a folder, with / between the parts, relative to the root.</summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root.FullName, folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Root.FullName, path).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root.FullName, path));

    /// <summary>The namespaces that a file takes from this project.</summary>
    public static IEnumerable<string> Uses(string path) =>
        Lines(path).Select(line => Using().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    /// <summary>Each project with the projects that it references itself.</summary>
    public static Dictionary<string, string[]> Projects() => new[] { "model", "src", "sim", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root.FullName, folder), "*.csproj", SearchOption.AllDirectories))
        .ToDictionary(
            path => Path.GetFileNameWithoutExtension(path)["FairExchange.".Length..],
            path => XDocument.Load(path).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace(
                    '\\', '/'))["FairExchange.".Length..])
                .Order(StringComparer.Ordinal).ToArray());

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            yield return folder;
        }
    }

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?(FairExchange\.[\w.]+);")]
    private static partial Regex Using();
}
