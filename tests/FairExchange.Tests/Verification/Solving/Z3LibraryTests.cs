using System.Diagnostics;
using System.Runtime.InteropServices;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

public sealed class Z3LibraryTests : IDisposable
{
    private static readonly string s_fileName =
        OperatingSystem.IsWindows() ? "libz3.dll" : OperatingSystem.IsMacOS() ? "libz3.dylib" : "libz3.so.4";

    private readonly string _root = Directory.CreateTempSubdirectory("libz3-").FullName;

    private string Empty => Directory.CreateDirectory(Path.Combine(_root, "empty")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_library_beside_the_program_comes_first()
    {
        string beside = CopyInto("program");
        string system = CopyInto("system");
        string configured = CopyInto("configured");
        Z3Library found = Z3Library.Find(Path.GetDirectoryName(beside)!, [system], configured);
        Assert.Equal(beside, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void A_packages_native_folder_counts_as_beside_the_program()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string machine = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string native = CopyInto(Path.Combine("program", "runtimes", $"{system}-{machine}", "native"));
        Z3Library found = Z3Library.Find(Path.Combine(_root, "program"), [], configured: null);
        Assert.Equal(native, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void The_systems_library_comes_before_the_configured_one()
    {
        string system = CopyInto("system");
        Z3Library found = Z3Library.Find(Empty, ["no-such-library", system], CopyInto("configured"));
        Assert.Equal(system, found.Path);
        Assert.True(Works(found));
    }

    [Fact]
    public void The_environment_variable_names_a_file_or_its_folder()
    {
        string configured = CopyInto("configured");
        foreach (string value in new[] { configured, Path.GetDirectoryName(configured)! })
        {
            Z3Library found = Z3Library.Find(Empty, ["no-such-library"], value);
            Assert.Equal(configured, found.Path);
            Assert.True(Works(found));
        }
    }

    [Fact]
    public void A_file_that_is_no_library_is_passed_over()
    {
        string configured = CopyInto("configured");
        File.WriteAllText(Path.Combine(Empty, s_fileName), "not a library");
        Assert.Equal(configured, Z3Library.Find(Empty, [], configured).Path);
        Z3NotFoundException error = Assert.Throws<Z3NotFoundException>(() => Z3Library.Find(Empty, [], configured: null));
        Assert.Contains($"{Path.Combine(Empty, s_fileName)}: does not load", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/no/such/folder")]
    public void Where_there_is_none_one_line_says_how_to_get_it(string? configured)
    {
        string message = Assert.Throws<Z3NotFoundException>(() => Z3Library.Find(Empty, ["no-such-library"], configured)).Message;
        Assert.DoesNotContain('\n', message);
        string[] ways = ["apt-get install libz3-4", "dnf install z3-libs", "brew install z3", "Windows", "UpstreamPackages=true", "FAIREXCHANGE_LIBZ3"];
        Assert.All(ways, way => Assert.Contains(way, message, StringComparison.Ordinal));
        Assert.Equal(!string.IsNullOrEmpty(configured), message.Contains("is set to", StringComparison.Ordinal));
    }

    // The library that this process uses, copied: each copy is loaded as a library of its own.
    private string CopyInto(string folder)
    {
        _ = Z3Solver.Version;
        string original = Process.GetCurrentProcess().Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .First(name => Path.GetFileName(name).StartsWith("libz3.", StringComparison.Ordinal)
                && !name.StartsWith(Path.Combine(Path.GetTempPath(), "libz3-"), StringComparison.Ordinal));
        string copy = Path.Combine(Directory.CreateDirectory(Path.Combine(_root, folder)).FullName, s_fileName);
        File.Copy(original, copy);
        return copy;
    }

    private static bool Works(Z3Library library)
    {
        GetVersion version = Marshal.GetDelegateForFunctionPointer<GetVersion>(
            NativeLibrary.GetExport(library.Handle, "Z3_get_version"));
        version(out uint major, out uint minor, out uint build, out uint revision);
        NativeLibrary.Free(library.Handle);
        return new Version((int)major, (int)minor, (int)build, (int)revision) == Z3Solver.Version;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void GetVersion(out uint major, out uint minor, out uint build, out uint revision);
}
