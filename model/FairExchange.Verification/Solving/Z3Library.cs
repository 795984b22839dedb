using System.Runtime.InteropServices;

namespace FairExchange.Verification.Solving;

/// <summary>Finds native Z3: beside the program, then in the system, then where FAIREXCHANGE_LIBZ3 points.</summary>
public sealed class Z3Library
{
    /// <summary>An environment variable: the path of libz3, or of a folder that holds it.</summary>
    public const string Variable = "FAIREXCHANGE_LIBZ3";

    private static readonly string[] s_unixFolders = ["/usr/lib64", "/usr/lib", "/usr/local/lib64", "/usr/local/lib"];

    private static readonly Lazy<Z3Library> s_loaded = new(() => Find(
        AppContext.BaseDirectory, SystemCandidates(), Environment.GetEnvironmentVariable(Variable)));

    private Z3Library(nint handle, string path) => (Handle, Path) = (handle, path);

    /// <summary>The library that this process uses, loaded at first need.</summary>
    /// <exception cref="Z3NotFoundException">There is none.</exception>
    public static Z3Library Loaded => s_loaded.Value;

    /// <summary>Where it was found: a path, or the bare name that the system's loader knew.</summary>
    public string Path { get; }

    internal nint Handle { get; }

    /// <summary>Loads the first candidate that is there and loads.</summary>
    /// <param name="baseDirectory">The program's folder; a package's <c>runtimes/RID/native</c> below it is searched too.</param>
    /// <param name="system">Names and paths for the system's loader, in order.</param>
    /// <param name="configured">A file or a folder, or null.</param>
    /// <exception cref="Z3NotFoundException">None of them.</exception>
    public static Z3Library Find(string baseDirectory, IEnumerable<string> system, string? configured)
    {
        List<string> broken = [];
        IEnumerable<string> beside = InFolder(baseDirectory)
            .Concat(InFolder(System.IO.Path.Combine(baseDirectory, "runtimes", Platform, "native")));
        IEnumerable<string> pointedAt = string.IsNullOrEmpty(configured) ? []
            : Directory.Exists(configured) ? InFolder(configured)
            : [System.IO.Path.GetFullPath(configured)];
        foreach (string candidate in beside.Concat(system).Concat(pointedAt))
        {
            bool isPath = System.IO.Path.IsPathRooted(candidate);
            if (isPath && !File.Exists(candidate))
            {
                continue;
            }

            if (NativeLibrary.TryLoad(candidate, out nint handle))
            {
                // A library of another make under this name is as good as none.
                if (NativeLibrary.TryGetExport(handle, nameof(Z3Native.Z3_get_version), out _))
                {
                    return new Z3Library(handle, candidate);
                }

                NativeLibrary.Free(handle);
            }

            if (isPath)
            {
                broken.Add(candidate);
            }
        }

        throw new Z3NotFoundException(Advice(broken, configured));
    }

    private static string Platform =>
        (OperatingSystem.IsWindows() ? "win-" : OperatingSystem.IsMacOS() ? "osx-" : "linux-")
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string[] FileNames =>
        OperatingSystem.IsWindows() ? ["libz3.dll"]
        : OperatingSystem.IsMacOS() ? ["libz3.dylib"]
        : ["libz3.so", "libz3.so.4"];

    private static IEnumerable<string> InFolder(string folder) =>
        FileNames.Select(name => System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name)));

    // Debian's file is libz3.so.4; Fedora and openSUSE ship libz3.so.4.13 and the like without a shorter name;
    // Homebrew's folder on Apple silicon is not on the loader's path.
    private static IEnumerable<string> SystemCandidates() =>
        OperatingSystem.IsWindows() ? ["libz3.dll"]
        : OperatingSystem.IsMacOS() ? ["libz3.dylib", "/opt/homebrew/lib/libz3.dylib", "/usr/local/lib/libz3.dylib"]
        : [
            "libz3.so.4", "libz3.so",
            .. s_unixFolders.Where(Directory.Exists).SelectMany(folder =>
                Directory.EnumerateFiles(folder, "libz3.so.*").OrderDescending(StringComparer.Ordinal)),
        ];

    private static string Advice(List<string> broken, string? configured)
    {
        string found = broken.Count > 0 ? $" ({string.Join(", ", broken)}: does not load here as Z3)"
            : string.IsNullOrEmpty(configured) ? ""
            : $" ({Variable} is set to {configured}, where there is none)";
        return $"Native Z3 (libz3) was not found{found}. Debian or Ubuntu: apt-get install libz3-4; Fedora: dnf install z3-libs; "
            + "macOS: brew install z3; Windows: put libz3.dll of https://github.com/Z3Prover/z3/releases beside the program; "
            + $"anywhere: build with -p:UpstreamPackages=true, or set {Variable} to the library or its folder.";
    }
}
