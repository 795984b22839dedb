using System.Runtime.InteropServices;
using Microsoft.Z3;

namespace FairExchange.Verification.Solving;

/// <summary>
/// Finds native Z3 for the binding of the package Microsoft.Z3: beside the program, then in the system, then where FAIREXCHANGE_LIBZ3
/// points.
/// </summary>
public sealed class Z3Library
{
    /// <summary>An environment variable: the path of libz3, or of a folder that holds it.</summary>
    public const string Variable = "FAIREXCHANGE_LIBZ3";

    private static readonly string[] UnixFolders = ["/usr/lib64", "/usr/lib", "/usr/local/lib64", "/usr/local/lib"];

    private static readonly Lazy<Z3Library> Library = new(() => Bound(Find(
        AppContext.BaseDirectory, SystemCandidates(), Environment.GetEnvironmentVariable(Variable))));

    private Z3Library(nint handle, string path) => (Handle, Path) = (handle, path);

    /// <summary>The library that this process uses, loaded at first need.</summary>
    /// <exception cref="Z3NotFoundException">There is none.</exception>
    public static Z3Library Loaded => Library.Value;

    /// <summary>How one gets libz3 where there is none, in one line that is true on that system.</summary>
    internal static string HowToGet(OSPlatform system) =>
        (system == OSPlatform.Windows
            ? "On x64 it comes with this program's packages: build it again; elsewhere put a libz3.dll for this machine beside the program"
        : system == OSPlatform.OSX ? "brew install z3 (on x64 it comes with this program's packages, too)"
        : "Debian or Ubuntu: apt-get install libz3-4; Fedora: dnf install z3-libs; Arch: pacman -S z3")
        + $"; or set {Variable} to the library or its folder.";

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
                if (NativeLibrary.TryGetExport(handle, nameof(Native.LIB.Z3_get_version), out _))
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

    private static OSPlatform Here =>
        OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;

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
            .. UnixFolders.Where(Directory.Exists).SelectMany(folder =>
                Directory.EnumerateFiles(folder, "libz3.so.*").OrderDescending(StringComparer.Ordinal)),
        ];

    private static Z3Library Bound(Z3Library library)
    {
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (name, _, _) => name == "libz3" ? library.Handle : 0);
        // Z3 would write them to the standard error stream, between a person and our own report.
        Native.LIB.Z3_toggle_warning_messages(0);
        // Compacting serves function graphs. There are none, and it would take a third to a half of a search for a minimal trace.
        Native.LIB.Z3_global_param_set("model.compact", "false");
        return library;
    }

    private static string Advice(List<string> broken, string? configured)
    {
        string found = broken.Count > 0 ? $" ({string.Join(", ", broken)}: does not load here as Z3)"
            : string.IsNullOrEmpty(configured) ? ""
            : $" ({Variable} is set to {configured}, where there is none)";
        return $"Native Z3 (libz3) was not found{found}. {HowToGet(Here)}";
    }
}

/// <summary>No native Z3 anywhere; the message is one line that says how to get it.</summary>
public sealed class Z3NotFoundException(string message) : Exception(message);
